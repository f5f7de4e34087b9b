// Suggestions while typing. The only script of the site: everything works without it.
// Pattern: WAI-ARIA 1.2 combobox with a list that is only suggested.
"use strict";
(() => {
  const WAIT = 120; // ms after the last key before asking
  const KINDS = { issuer: "发文机关", number: "发文字号", term: "词语", title: "标题" };
  const input = document.querySelector("input[name=q]");
  if (!input || !window.fetch) return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "检索建议");
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
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
      const item = document.createElement("li");
      item.id = `suggestion-${at}`;
      item.setAttribute("role", "option");
      const text = document.createElement("span");
      text.textContent = one.text;
      const kind = document.createElement("span");
      kind.className = "note";
      kind.textContent = KINDS[one.kind] || "";
      item.append(text, kind);
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
