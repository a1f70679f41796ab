// The search through whole texts: Pagefind finds, this shows. Without this script the search page
// leads to the tags and the archive.

const form = document.querySelector("[data-find]");
const field = form.querySelector("input");
const status = document.querySelector("[role=status]");
const list = document.querySelector("[data-found]");
const more = document.querySelector("[data-more]");
const top = new URL(form.dataset.top, location);
const AT_ONCE = 10;
let engine, waiting, results, asked;

// Fetch the index, once, when it is first needed.
function loadEngine() {
  engine ??= import(new URL("pagefind/pagefind.js", top)).then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  });
  engine.catch(() => (engine = undefined));
  return engine;
}

function sayNumber(number) {
  const plural = new Intl.PluralRules(document.documentElement.lang).select(number);
  const forms = JSON.parse(form.dataset.forms);
  return (forms[plural] ?? forms.other).replace("{count}", number);
}

function element(name, children, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// An excerpt is text in which <mark> is the only tag; nothing else of it becomes one.
function readExcerpt(excerpt) {
  const read = new DOMParser().parseFromString(excerpt, "text/html").body;
  return [...read.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", [node.textContent]) : node.textContent,
  );
}

function renderResult({ raw_url: address, meta, excerpt }) {
  const spoken = meta.language ? { lang: meta.language, dir: "auto" } : {};
  const link = element("a", [meta.title], { href: new URL(address.slice(1), top), ...spoken });
  return element("li", [element("h2", [link]), element("p", readExcerpt(excerpt), spoken)]);
}

// Show the next results, and leave the focus on the first of them if a reader asked for more.
async function showMore(focus) {
  const asking = asked;
  const shown = list.children.length;
  const next = await Promise.all(results.slice(shown, shown + AT_ONCE).map((found) => found.data()));
  if (asking !== asked) return;
  const items = next.map(renderResult);
  list.append(...items);
  more.hidden = list.children.length >= results.length;
  if (focus) items[0]?.querySelector("a").focus();
}

// Keep the state in the address, so that a search can be bookmarked and sent.
function remember(words) {
  const address = new URL(location);
  if (words) address.searchParams.set("q", words);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

async function update() {
  const words = field.value.trim();
  const asking = (asked = Symbol(words));
  remember(words);
  const found = words ? (await (await loadEngine()).search(words)).results : [];
  if (asking !== asked) return;
  results = found;
  list.replaceChildren();
  await showMore();
  if (asking === asked) status.textContent = words ? sayNumber(found.length) : "";
}

function refresh() {
  update().catch(() => {
    list.replaceChildren();
    more.hidden = true;
    status.textContent = form.dataset.failed;
  });
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
form.hidden = false;
document.querySelector("[data-without-script]").hidden = true;
form.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", () => showMore(true));
// Wait until the typing rests, so that a screen reader announces one number and not every letter's.
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 250);
});
refresh();
