// A site on loopback, one page for each way in which a page misbehaves, and one in order.
import { createServer } from "node:http";

const kPage = (head, body = "") =>
  `<!doctype html><html lang="fr"><head><title>x</title>\n${head}\n</head><body>${body}</body></html>`;

function answerTo(asked, answer, port, seen) {
  const url = new URL(asked.url, `http://${asked.headers.host}`);
  const host = url.hostname;
  const html = (text) => {
    answer.writeHead(200, { "Content-Type": "text/html" });
    answer.end(text);
  };
  const script = (text, headers = {}) => {
    answer.writeHead(200, { "Content-Type": "text/javascript", ...headers });
    answer.end(text);
  };
  const to = (where) => {
    answer.writeHead(302, { Location: where });
    answer.end();
  };
  seen.push({ host, path: url.pathname, agent: asked.headers["user-agent"] });
  const other = (name, path) => `http://${name}.localhost:${port}${path}`;
  switch (url.pathname) {
    case "/":
    case "/fine":
      // A loader lets in a tag of somebody else, which sets a cookie; another script writes one.
      return html(kPage(`<script src="${other("tags", "/loader.js")}"></script>`));
    case "/loader.js":
      return script(`const s = document.createElement("script");
        s.src = "${other("advertiser", "/tag.js")}"; document.head.append(s);
        document.cookie = "written=1; Max-Age=60"; localStorage.setItem("kept", "1");`);
    case "/tag.js":
      return script("", { "Set-Cookie": "adv=secret42; Path=/; Max-Age=86400" });
    case "/redirects":
      return to(`/redirects?n=${Number(url.searchParams.get("n")) + 1}`);
    case "/js-redirects":
      return html(kPage(`<script>location.replace("/js-redirects?n=" + Math.random());</script>`));
    case "/download":
      answer.writeHead(200, {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment; filename=x.bin",
      });
      return answer.end("x");
    case "/dialogs":
      return html(kPage(`<script>for (let i = 0; i < 20; ++i) alert(i);</script>`));
    case "/popups":
      return html(kPage(`<script>window.open("/fine"); window.open("/download");</script>`));
    case "/huge":
      return html(
        kPage(
          "",
          `<script>const f = document.createDocumentFragment();
          for (let i = 0; i < 60000; ++i) f.append(document.createElement("b"));
          document.body.append(f);</script>`,
        ),
      );
    case "/busy":
      return html(kPage("", `<script>addEventListener("load", () => { for (;;); });</script>`));
    case "/private":
      return html(
        kPage(
          "",
          `<img src="http://169.254.169.254/latest/meta-data/"><img src="http://10.1.2.3/">
           <img src="http://[fd00::1]/"><img src="${other("tags", "/inward")}">`,
        ),
      );
    case "/inward":
      return to("http://192.168.7.7/admin");
    case "/elsewhere":
      return to(other("elsewhere", "/fine"));
    case "/elsewhere-js":
      return html(kPage(`<script>location.href = "${other("elsewhere", "/fine")}";</script>`));
    case "/requests":
      return html(
        kPage("", `<script>for (let i = 0; i < 2000; ++i) fetch("/none?" + i);</script>`),
      );
    case "/robots.txt":
      answer.writeHead(200, { "Content-Type": "text/plain" });
      return answer.end(`User-agent: *\nSitemap: http://${asked.headers.host}/map.xml\n`);
    case "/map.xml":
      answer.writeHead(200, { "Content-Type": "text/xml" });
      return answer.end(
        `<urlset>${["/a/1", "/a/2", "/a/3", "/b/1", "/logout", "/c.pdf"].map((path) => `<url><loc>http://${asked.headers.host}${path}</loc></url>`).join("")}<url><loc>${other("elsewhere", "/x")}</loc></url></urlset>`,
      );
    default:
      if (/^\/[ab]\/\d$/.test(url.pathname)) return html(kPage(""));
      answer.writeHead(404);
      return answer.end();
  }
}

export async function hostileSite() {
  const seen = [];
  const server = createServer((asked, answer) =>
    answerTo(asked, answer, server.address().port, seen),
  );
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    seen,
    at: (path, host = "www.hostile") => `http://${host}.localhost:${server.address().port}${path}`,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}
