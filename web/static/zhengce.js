// The only script of the site: everything works without it. Each part stands alone.
// 1 suggestions while typing · 2 a field that narrows a long list of filters ·
// 3 from hit to hit without loading the page again · 4 copying a citation · 5 printing a document
"use strict";

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// ---- 1 suggestions: WAI-ARIA 1.2 combobox with a list that is only suggested ----
(() => {
  const WAIT = 120; // ms after the last key before asking
  const KINDS = { issuer: "发文机关", number: "发文字号", term: "词语", title: "标题" };
  const input = document.querySelector("input[name=q]");
  if (!input || !window.fetch) return;

  const list = make("ul", {
    id: "suggestions", class: "suggestions", hidden: "", role: "listbox", "aria-label": "检索建议",
  });
  const said = make("p", { class: "unseen", role: "status" });
  input.closest(".search-row").append(list);
  input.form.append(said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let timer = 0, asked = 0, chosen = -1, composing = false;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const search = (text) => {
    input.value = text;
    close();
    input.form.requestSubmit();
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => {
      const item = make("li", { id: `suggestion-${at}`, role: "option" },
        make("span", {}, one.text), make("span", { class: "note" }, KINDS[one.kind] || ""));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault(); // the field keeps the focus
        if (event.button === 0) search(one.text);
      });
      return item;
    }));
    choose(-1);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    said.textContent = found.length ? `有 ${found.length} 条建议，可用上下键选择` : "";
  };
  const ask = async () => {
    const text = input.value.trim(), mine = ++asked;
    if (!text) return close();
    try {
      const answer = await fetch(`/suggest.json?q=${encodeURIComponent(text)}`);
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (mine === asked && document.activeElement === input) show(found);
    } catch { close(); }
  };
  const later = () => { clearTimeout(timer); if (!composing) timer = setTimeout(ask, WAIT); };

  input.addEventListener("compositionstart", () => { composing = true; });
  input.addEventListener("compositionend", () => { composing = false; later(); });
  input.addEventListener("input", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = (chosen + 1 + step + count + 1) % (count + 1); // 0 is the field itself
      choose(next - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      search(list.children[chosen].firstChild.textContent);
    } else if (event.key === "Escape") {
      event.preventDefault(); // else the browser clears the field
      close();
    }
  });
})();

// ---- 2 filters: type a name to find a value among hundreds ----
(() => {
  const MOST = 30;
  const twin = `/browse.json${location.search}`;
  let values; // facet name -> all values, asked for once

  const load = async () => {
    const answer = await fetch(twin);
    const { facets } = await answer.json();
    return new Map(facets.map((facet) => [facet.name, facet.values]));
  };
  const choice = (facet, value, checked) => {
    const box = make("input", { type: "checkbox", form: "f", name: facet, value: value.value });
    box.checked = checked;
    return make("li", {}, make("label", {}, box, value.label, " ",
      make("small", {}, value.count.toLocaleString("en"))));
  };

  for (const facet of document.querySelectorAll("[data-facet]")) {
    const { facet: name, all } = facet.dataset;
    const label = facet.querySelector("legend").firstChild.data;
    const fieldset = facet.querySelector("fieldset");
    const field = make("input", {
      type: "search", class: "narrowing", autocomplete: "off",
      placeholder: `在 ${all} 个中查找`, "aria-label": `输入名称查找${label}`,
    });
    const said = make("p", { class: "unseen", role: "status" });
    const list = make("ul", { class: "choices", hidden: "" });
    const usual = [...fieldset.children].filter((part) => part.matches(".choices, .more"));
    usual[0].before(field, said, list);

    const picked = () => [...fieldset.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value);
    const show = async () => {
      const text = field.value.trim().toLowerCase();
      if (text) {
        try { values = values || await load(); } catch { return; }
        if (text !== field.value.trim().toLowerCase()) return; // typed on meanwhile
        const ticked = new Set(picked());
        const found = values.get(name).filter((value) => value.label.toLowerCase().includes(text));
        list.replaceChildren(...found.slice(0, MOST).map((value) => choice(name, value, ticked.has(value.value))));
        said.textContent = `找到 ${found.length} 个`;
        for (const value of ticked) keep(value, found);
      } else {
        said.textContent = "";
        const boxes = usual.flatMap((part) => [...part.querySelectorAll("input")]);
        const known = new Set(boxes.map((box) => box.value));
        for (const item of [...list.children]) { // what only the list shows stays, if it is ticked
          const box = item.querySelector("input");
          if (!box.checked || known.has(box.value)) item.remove();
        }
      }
      list.hidden = !list.children.length;
      for (const part of usual) part.hidden = !!text;
      for (const box of usual.flatMap((part) => [...part.querySelectorAll("input[type=checkbox]")])) box.disabled = !!text;
    };
    const keep = (value, found) => { // what is ticked stays ticked, in sight or not
      if (found.slice(0, MOST).some((one) => one.value === value)) return;
      const known = values.get(name).find((one) => one.value === value);
      list.append(choice(name, known || { value, label: value, count: 0 }, true));
    };
    list.addEventListener("change", (event) => { // the same box in the usual list follows
      const same = usual.flatMap((part) => [...part.querySelectorAll("input")]).find((box) => box.value === event.target.value);
      if (same) same.checked = event.target.checked;
    });
    field.addEventListener("input", show);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // finding a name is not searching
    });
  }
})();

// ---- 3 上一处, 下一处: the links work by themselves; here they need not load the page ----
(() => {
  const nav = document.querySelector(".hits-nav");
  if (!nav) return;
  const last = Number(nav.dataset.last);
  const place = nav.querySelector("[role=status] span");
  const [previous, next] = ["prev", "next"].map((rel) => nav.querySelector(`[rel=${rel}]`));
  let at = Number(nav.dataset.at);

  const address = (number) => {
    const url = new URL(location.href);
    url.searchParams.set("hit", String(number));
    url.hash = `hit-${number}`;
    return url.pathname + url.search + url.hash;
  };
  const draw = () => {
    place.hidden = !at;
    place.querySelector("b").textContent = at;
    previous.hidden = at < 2;
    next.hidden = at >= last;
    if (at > 1) previous.href = address(at - 1);
    if (at < last) next.href = address(at + 1);
  };
  const go = (number) => {
    at = number;
    location.replace(address(at).replace(/^[^#]*/, "")); // :target moves, nothing is loaded
    history.replaceState(null, "", address(at));
    draw();
    if (document.activeElement.hidden) (next.hidden ? previous : next).focus();
  };
  for (const [link, step] of [[previous, -1], [next, 1]]) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(at + step);
    });
  }
})();

// ---- 4 copying a citation ----
(() => {
  const citation = document.getElementById("citation");
  if (!citation || !navigator.clipboard) return;
  const said = make("span", { role: "status", class: "note" });
  const button = make("button", { type: "button", class: "quiet" }, "复制引用");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citation.textContent);
      said.textContent = "已复制";
    } catch { said.textContent = "无法复制，请选中文字后复制"; }
  });
  citation.after(make("p", { class: "copy" }, button, " ", said));
})();

// ---- 5 printing a document: beside where it can be had ----
(() => {
  const takings = document.querySelector(".takings");
  if (!takings || !window.print) return;
  const button = make("button", { type: "button", class: "quiet" }, "打印");
  button.addEventListener("click", () => window.print());
  takings.append(button);
})();
