// The tag search, the post search and the library. Without this script, tags and sources are plain
// lists, and the search page leads to the tags and the archive.
"use strict";

const form = document.querySelector("[data-find]");
const field = form.querySelector("input");
const status = document.querySelector("[role=status]");
const list = document.querySelector("[data-found]");
const index = new URL(form.dataset.index ?? "", location);
const spoken = JSON.parse(form.dataset.words);
const asked = new URLSearchParams(location.search);
const plural = new Intl.PluralRules(document.documentElement.lang);
let posts, waiting;

// Fetch the list of posts, once, when it is first needed.
function loadPosts() {
  posts ??= fetch(index)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
    .then((found) => found.posts);
  posts.catch(() => (posts = undefined));
  return posts;
}

// Fold case and accents, so that "cafe" finds "Café".
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => fold(text).split(/\s+/).filter(Boolean);

// A word in the form that its number asks for, its values filled in.
function say(name, values = { count: 0 }) {
  const forms = spoken[name];
  const text = forms[plural.select(values.count)] ?? forms.other;
  return text.replace(/\{(\w+)\}/g, (_, value) => values[value]);
}

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.textContent = text;
  return made;
}

function showDate(day) {
  const written = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(day).toLocaleDateString(document.documentElement.lang, written);
}

function renderPost(post) {
  const item = element("li", "");
  const heading = element("h2", "");
  const meta = element("p", "", { className: "meta" });
  const foreign = ![undefined, document.documentElement.lang].includes(post.language);
  const spoken = foreign ? { lang: post.language, dir: "auto" } : {};
  heading.append(element("a", post.title, { href: new URL(post.url, index), ...spoken }));
  meta.append(element("time", showDate(post.date), { dateTime: post.date }));
  item.append(heading, meta, element("p", post.summary, spoken));
  return item;
}

function show(found, words) {
  list?.replaceChildren(...found.map(renderPost));
  status.textContent = words;
}

// Keep the state in the address, so that a search can be bookmarked and sent.
function remember(name, value) {
  const address = new URL(location);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(null, "", address.href.replaceAll("%2C", ","));
}

function searchPosts() {
  const haystack = (post) => fold([post.title, post.summary, ...post.tags].join(" "));
  const inTitle = (post, words) => words.every((word) => fold(post.title).includes(word));

  async function update() {
    const words = wordsOf(field.value);
    remember("q", field.value.trim());
    if (!words.length) return show([], "");
    const all = await loadPosts();
    const found = all.filter((post) => words.every((word) => haystack(post).includes(word)));
    const titled = found.filter((post) => inTitle(post, words));
    const others = found.filter((post) => !inTitle(post, words));
    show([...titled, ...others], say("found", { count: found.length }));
  }

  return update;
}

function searchTags() {
  const together = new Intl.ListFormat(document.documentElement.lang);
  const chosen = new Set((asked.get("tags") ?? "").split(","));
  const tags = [...document.querySelectorAll("[data-tag]")].map((item) => {
    const link = item.querySelector("a");
    const button = element("button", link.textContent, { type: "button" });
    const number = item.querySelector(".count");
    const name = link.textContent;
    button.append(" ", number);
    link.replaceWith(button);
    return { item, button, number, name, slug: item.dataset.tag, all: number.textContent };
  });
  const slugs = new Set(tags.map((tag) => tag.slug));
  for (const slug of chosen) if (!slugs.has(slug)) chosen.delete(slug);

  function draw(found) {
    const words = wordsOf(field.value);
    let visible = 0;
    for (const tag of tags) {
      const pressed = chosen.has(tag.slug);
      const left = found?.filter((post) => post.tags.includes(tag.name)).length;
      const named = words.every((word) => fold(tag.name).includes(word));
      tag.button.setAttribute("aria-pressed", pressed);
      tag.number.textContent = found ? "(" + left + ")" : tag.all;
      tag.item.hidden = !pressed && !(named && left !== 0);
      visible += !tag.item.hidden;
    }
    return visible;
  }

  async function update() {
    remember("q", field.value.trim());
    remember("tags", [...chosen].join(","));
    if (!chosen.size) return show([], field.value ? say("found", { count: draw() }) : (draw(), ""));
    const names = tags.filter((tag) => chosen.has(tag.slug)).map((tag) => tag.name);
    const all = await loadPosts();
    const found = all.filter((post) => names.every((name) => post.tags.includes(name)));
    draw(found);
    show(found, say("tagged", { count: found.length, tags: together.format(names) }));
  }

  for (const { button, slug } of tags) {
    button.addEventListener("click", () => {
      if (!chosen.delete(slug)) chosen.add(slug);
      refresh();
    });
  }
  return update;
}

function searchSources() {
  const place = document.querySelector(".library");
  const order = form.querySelector("select");
  const pages = form.dataset.pages.split(" ").map((page) => new URL(page, location));
  const own = [...place.children];
  let whole;

  async function fetchSources(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const link of page.querySelectorAll(".library a")) {
      link.href = new URL(link.getAttribute("href"), address);
    }
    return [...page.querySelector(".library").children];
  }

  // Fetch the other pages of the library, once, when something is first asked of all of it.
  function loadSources() {
    whole ??= Promise.all(
      pages.map((page) => (page.pathname === location.pathname ? own : fetchSources(page))),
    ).then((sources) => sources.flat());
    whole.catch(() => (whole = undefined));
    return whole;
  }

  async function update() {
    const words = wordsOf(field.value);
    const key = order.value;
    remember("q", field.value.trim());
    remember("order", key);
    const sources = words.length || key ? await loadSources() : own;
    const sorted = [...sources];
    if (key) sorted.sort((a, b) => b.dataset[key] - a.dataset[key]);
    place.replaceChildren(...sorted);
    for (const source of sources) {
      const text = fold(source.textContent);
      source.hidden = !words.every((word) => text.includes(word));
    }
    const count = sources.filter((source) => !source.hidden).length;
    status.textContent = words.length || key ? say("found", { count, all: sources.length }) : "";
  }

  order.value = asked.get("order") ?? "";
  order.selectedIndex = Math.max(0, order.selectedIndex);
  order.addEventListener("change", refresh);
  return update;
}

const searches = { posts: searchPosts, tags: searchTags, sources: searchSources };
const hint = document.querySelector("[data-without-script]");
field.value = asked.get("q") ?? "";
const update = searches[form.dataset.find]();

function refresh() {
  update().catch(() => show([], say("no_answer")));
}

form.hidden = false;
if (hint) hint.hidden = true;
form.addEventListener("submit", (event) => event.preventDefault());
// Wait until the typing rests, so that a screen reader announces one number and not every letter's.
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 250);
});
refresh();
