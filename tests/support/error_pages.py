"""Pages that servers send in place of a document, as short as they can be and still be themselves."""

from __future__ import annotations


def _page(title: str, body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


_LOGIN = '<form><input name=u placeholder=用户名><input type="password" name=p><button>登录</button></form>'
_NAV = (
    "<ul>"
    + "".join(
        f'<li><a href="/{n}/">{n}</a></li>' for n in ("首页", "政务公开", "办事服务", "互动交流")
    )
    + "</ul>"
)
_FOOT = "<div>版权所有：某市人民政府办公室　主办单位：某市人民政府　ICP备12345678号　网站标识码：1234567890</div>"
_MOUNT = '<div id="app"></div><script src="/static/js/app.3f2a.js"></script>'

ERRORS: dict[str, str] = {
    # --- servers ---
    "nginx 404": _page("404 Not Found", "<center><h1>404 Not Found</h1></center><hr><center>nginx/1.18.0</center>"),
    "nginx 502": _page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>"),
    "nginx 413": _page("413 Request Entity Too Large", "<center><h1>413 Request Entity Too Large</h1></center>"),
    "openresty 403": _page("403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr><center>openresty</center>"),
    "nginx welcome": _page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>"),
    "tengine": _page("502 Bad Gateway", "<h1>502 Bad Gateway</h1><p>The proxy server received an invalid response from an upstream server. Sorry for the inconvenience.<br/>Please report this message and include the following information to us.</p><hr/>Powered by Tengine"),
    "apache 404": '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested URL /zwgk/1.html was not found on this server.</p><hr><address>Apache/2.4.6 (CentOS) Server at www.example.gov.cn Port 80</address></body></html>',
    "apache 503": _page("503 Service Unavailable", "<h1>Service Unavailable</h1><p>The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.</p>"),
    "apache 404 Chinese": _page("找不到对象!", "<h1>找不到对象!</h1><p>您请求的 URL 在该服务器上未找到。如果您是手动输入的网址，请检查拼写后重试。</p><h2>错误 404</h2>"),
    "iis 404": _page("404 - 找不到文件或目录。", "<div><h1>服务器错误</h1></div><div><h2>404 - 找不到文件或目录。</h2><h3>您要查找的资源可能已被删除，已更改名称或者暂时不可用。</h3></div>"),
    "iis 403": _page("403 - 禁止访问: 访问被拒绝。", "<h1>服务器错误</h1><h2>403 - 禁止访问: 访问被拒绝。</h2><h3>您无权使用所提供的凭据查看此目录或页面。</h3>"),
    "iis detailed": _page("IIS 10.0 详细错误 - 404.0 - Not Found", "<h3>HTTP 错误 404.0 - Not Found</h3><h4>您要找的资源已被删除、已更名或暂时不可用。</h4><h4>最可能的原因:</h4><ul><li>指定的目录或文件在 Web 服务器上不存在。</li><li>URL 拼写错误。</li><li>某个自定义筛选器或模块(如 URLScan)限制了对该文件的访问。</li></ul><h4>详细错误信息:</h4><table><tr><th>模块</th><td>IIS Web Core</td></tr><tr><th>错误代码</th><td>0x80070002</td></tr></table>"),
    "iis 6": _page("无法找到该页", "<h1>无法找到该页</h1>您正在搜索的页面可能已经删除、更名或暂时不可用。<hr><p>请尝试以下操作：</p><ul><li>确保浏览器的地址栏中显示的网站地址的拼写和格式正确无误。</li><li>如果通过单击链接而到达了该网页，请与网站管理员联系。</li><li>单击后退按钮尝试另一个链接。</li></ul><h2>HTTP 错误 404 - 文件或目录未找到。<br>Internet 信息服务 (IIS)</h2>"),
    "asp.net": _page("运行时错误", "<h1>“/”应用程序中的服务器错误。</h1><h2><i>运行时错误</i></h2>说明: 服务器上出现应用程序错误。此应用程序的当前自定义错误设置禁止远程查看应用程序错误的详细信息(出于安全原因)。但可以通过在本地服务器计算机上运行的浏览器查看。"),
    "tomcat 404": _page("HTTP Status 404 – Not Found", "<h1>HTTP Status 404 – Not Found</h1><hr><p><b>Type</b> Status Report</p><p><b>Description</b> The origin server did not find a current representation for the target resource or is not willing to disclose that one exists.</p><hr><h3>Apache Tomcat/8.5.50</h3>"),
    "tomcat 404 Chinese": _page("HTTP状态 404 - 未找到", "<h1>HTTP状态 404 - 未找到</h1><p><b>类型</b> 状态报告</p><p><b>消息</b> 请求的资源[/a.html]不可用</p><p><b>描述</b> 源服务器未能找到目标资源的表示或者是不愿公开一个已经存在的资源表示。</p>"),
    "tomcat 500": _page("HTTP状态 500 - 内部服务器错误", "<h1>HTTP状态 500 - 内部服务器错误</h1><p><b>类型</b> 异常报告</p><p><b>消息</b> 处理JSP页面出错</p><pre>org.apache.jasper.JasperException: java.lang.NullPointerException\n\torg.apache.jasper.servlet.JspServletWrapper.handleJspException(JspServletWrapper.java:568)\n\tjavax.servlet.http.HttpServlet.service(HttpServlet.java:733)</pre>"),
    "spring": "<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div>Tue Mar 05 10:11:12 CST 2024</div><div>There was an unexpected error (type=Not Found, status=404).</div></body></html>",
    "weblogic": _page("Error 404--Not Found", "<h2>Error 404--Not Found</h2><h3>From RFC 2068 <i>Hypertext Transfer Protocol -- HTTP/1.1</i>:</h3><h4>10.4.5 404 Not Found</h4><p>The server has not found anything matching the Request-URI. No indication is given of whether the condition is temporary or permanent.</p>"),
    "jetty": _page("Error 503 Service Unavailable", "<h2>HTTP ERROR 503</h2><p>Problem accessing /. Reason:<pre>    Service Unavailable</pre></p><hr><i><small>Powered by Jetty://</small></i>"),
    "squid": _page("ERROR: The requested URL could not be retrieved", "<h1>ERROR</h1><h2>The requested URL could not be retrieved</h2><p>The following error was encountered while trying to retrieve the URL:</p><p>Connection to 10.0.0.1 failed.</p>"),
    "varnish": _page("503 Backend fetch failed", "<h1>Error 503 Backend fetch failed</h1><p>Backend fetch failed</p><h3>Guru Meditation:</h3><p>XID: 983045</p><hr><p>Varnish cache server</p>"),
    "cloudflare 522": _page("example.gov.cn | 522: Connection timed out", "<h1>Connection timed out <span>Error code 522</span></h1><p>Visit cloudflare.com for more information.</p><h2>What happened?</h2><p>The initial connection between Cloudflare's network and the origin web server timed out.</p>"),
    "django": _page("Server Error (500)", "<h1>Server Error (500)</h1>"),
    "flask": _page("404 Not Found", "<h1>Not Found</h1><p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>"),
    # --- content management ---
    "thinkphp": _page("系统发生错误", "<div><h1>页面错误！请稍后再试～</h1></div><div>ThinkPHP V5.0.24 { 十年磨一剑-为API开发设计的高性能框架 }</div>"),
    "discuz": _page("提示信息 - 某论坛", "<div id=messagetext><p>抱歉，指定的主题不存在或已被删除或正在被审核</p><p><a href=/>[ 点击这里返回上一页 ]</a></p></div>"),
    "dedecms": _page("404错误提示", "<h2>很抱歉，您要访问的页面不存在</h2><p>可能是输入地址有误或该地址已被删除</p><a href=/>返回首页</a>"),
    "trs": _page("页面不存在", f"{_NAV}<div>您所访问的页面不存在或已被删除！</div><div>5秒后自动返回首页</div>{_FOOT}"),
    "jcms": _page("某市人民政府", f"{_NAV}<div class=err><p>抱歉，您访问的页面找不到了！</p><p>您可以：检查网址是否正确、返回首页、联系网站管理员。</p></div>{_FOOT}"),
    "site's own 404": _page("404-某省人民政府门户网站", f"{_NAV}<img src=404.png><p>非常抱歉，您查看的页面走丢了</p><p>页面将在 3 秒后跳转到首页</p>{_FOOT}"),
    "charity 404": _page("404公益页面", '<script src="//volunteer.example.com/404/search_children.js" homePageUrl="/" homePageName="返回首页"></script>'),
    "charity 404 with words": _page("404 - 页面没有找到", "<h1>404</h1><p>您访问的页面找不回来了，但我们可以一起帮他们回家</p><p>姓名：某某　性别：男　失踪时间：2006-05-01</p>"),
    "wordpress": _page("未找到页面 – 某局", "<h1>有点尴尬诶！该页无法显示。</h1><p>这儿似乎什么都没有，试试搜索？</p>"),
    "wordpress database": _page("数据库错误", "<h1>建立数据库连接时出错</h1>"),
    "wechat deleted": _page("", '<div class="weui-msg"><h2>该内容已被发布者删除</h2></div><script>var a=1</script>'),
    "wechat violated": _page("微信公众平台", "<h2>此内容因违规无法查看</h2><p>由用户投诉并经平台审核，涉嫌过度营销</p>"),
    "no permission": _page("提示", "<p>您没有权限访问该页面！</p>"),
    "parameter": _page("系统提示", "<div>参数错误，文章不存在。</div><a href='javascript:history.back()'>返回</a>"),
    "offline column": _page("信息提示", f"{_NAV}<p>该栏目已下线，请访问其他栏目。</p>{_FOOT}"),
    "maintenance": _page("网站维护中", "<h1>网站维护中</h1><p>系统正在升级维护，请稍后访问，给您带来不便敬请谅解。</p>"),
    "closed": _page("站点已暂停", "<h1>抱歉，站点已暂停</h1><p>您访问的站点已被管理员停止，请联系管理员了解详情。</p>"),
    # --- walls ---
    "aliyun waf": _page("405", "<div><h1>405</h1><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p><p>您的请求ID是: 7b3a9f2716012345</p></div>"),
    "safedog": _page("网站防火墙", "<div><p>网站防火墙</p><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>可能原因：您提交的内容包含危险的攻击请求</p><p>如何解决：检查提交内容；如网站托管，请联系空间提供商；普通网站访客，请联系网站管理员。</p></div>"),
    "knownsec": _page("访问被拦截", "<p>当前访问疑似黑客攻击，已被创宇盾拦截。</p><p>事件ID：12-ab-3f　IP：1.2.3.4　时间：2024-03-05 10:11:12</p><p>如果您是网站管理员，请登录知道创宇云防御查看详情</p>"),
    "360": _page("360网站卫士", "<p>您的访问请求可能存在安全风险，已被网站卫士拦截</p>"),
    "baota": _page("网站防火墙", "<h1>您的请求有异常，已被系统拦截</h1><p>访问的IP：1.2.3.4</p>"),
    "too often": _page("访问过于频繁", "<p>您的访问过于频繁，请稍后再试。</p>"),
    "captcha": _page("访问验证", "<p>为了您的访问安全，请完成以下验证</p><div id=slider>请按住滑块，拖动到最右边</div>"),
    "captcha image": _page("安全验证", '<form><p>请输入图中的验证码后继续访问：</p><img src=c.jpg><input name=code><input type=submit value=提交></form>'),
    "cloudflare wait": _page("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript><h1>www.example.gov.cn</h1><p>Checking if the site connection is secure</p>", '<meta http-equiv="refresh" content="390">'),
    "incapsula": "<html><head><META NAME='robots' CONTENT='noindex'><script src='/_Incapsula_Resource?SWJIYLWA=71'></script></head><body><iframe src='/_Incapsula_Resource?CWUDNSAI=23'>Request unsuccessful. Incapsula incident ID: 443-12</iframe></body></html>",
    "script shield": '<html><head><meta charset="utf-8"><meta id="9Dhefw" content="abc!@#"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};</script><script src="/4QbVtADbnLVIc/d.FxJzG50F.js"></script></head><body></body></html>',
    # --- log in ---
    "sso": _page("统一身份认证平台", f"<h2>统一身份认证</h2>{_LOGIN}<a href=/f>忘记密码</a>{_FOOT}"),
    "cas": _page("CAS – Central Authentication Service", "<h2>Enter your Username and Password</h2><form><label>Username:</label><input name=username><label>Password:</label><input type=password></form>"),
    "oa": _page("某局协同办公系统", f"<div>用户登录</div>{_LOGIN}<div>推荐使用谷歌浏览器，分辨率1920*1080</div>"),
    "province log in": _page("某省政务服务网 - 用户登录", f"<ul><li>个人登录</li><li>法人登录</li></ul>{_LOGIN}<p>没有账号？立即注册</p><p>请使用支付宝、微信扫码登录</p>"),
    "session ended": _page("提示信息", "<p>您尚未登录或登录已超时，请重新登录！</p><script>top.location='/login.jsp'</script>"),
    # --- frames that a script fills, and leaps ---
    "vue": _page("某市政务服务平台", f"<noscript><strong>We're sorry but portal doesn't work properly without JavaScript enabled. Please enable it to continue.</strong></noscript>{_MOUNT}"),
    "react": _page("政策文件库", '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/static/js/main.js"></script>'),
    "spa loading": _page("惠企政策平台", '<div id="app"><div class="loading">页面加载中，请稍候…</div></div><script src="/js/chunk-vendors.js"></script>'),
    "leap": "<html><head><script>window.location.href='https://www.example.gov.cn/new/index.html';</script></head><body></body></html>",
    "leap by meta": _page("页面跳转", "<p>正在跳转，请稍候……如果没有自动跳转，请点击<a href='/x'>这里</a></p>", '<meta http-equiv="refresh" content="0;url=/index.html">'),
    "frame that asks for scripts": _page("某部文件", "<p>您的浏览器未开启JavaScript，请开启后刷新页面。</p><div id=main></div><script>load()</script>"),
}  # fmt: skip
