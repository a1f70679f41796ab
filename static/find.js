// The tag search and the post search. Without this script, the tags page is a plain list of links
// and the search page leads to the tags and the archive.
"use strict";

const form = document.querySelector("[data-find]");
const field = form.querySelector("input");
const status = document.querySelector("[role=status]");
const list = document.querySelector("[data-found]");
const index = new URL(form.dataset.index, location);
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
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

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
  heading.append(element("a", post.title, { href: new URL(post.url, index) }));
  meta.append(element("time", showDate(post.date), { dateTime: post.date }));
  item.append(heading, meta, element("p", post.summary));
  return item;
}

function show(found, words) {
  list.replaceChildren(...found.map(renderPost));
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
    show([...titled, ...others], `${count(found.length, "post")} found`);
  }

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  return update;
}

function searchTags() {
  const chosen = new Set((new URLSearchParams(location.search).get("tags") ?? "").split(","));
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
      tag.number.textContent = found ? `(${left})` : tag.all;
      tag.item.hidden = !pressed && !(named && left !== 0);
      visible += !tag.item.hidden;
    }
    return visible;
  }

  async function update() {
    remember("tags", [...chosen].join(","));
    if (!chosen.size) return show([], field.value ? `${count(draw(), "tag")} found` : (draw(), ""));
    const names = tags.filter((tag) => chosen.has(tag.slug)).map((tag) => tag.name);
    const all = await loadPosts();
    const found = all.filter((post) => names.every((name) => post.tags.includes(name)));
    draw(found);
    show(found, `${count(found.length, "post")} on ${names.join(" and ")}`);
  }

  for (const { button, slug } of tags) {
    button.addEventListener("click", () => {
      if (!chosen.delete(slug)) chosen.add(slug);
      refresh();
    });
  }
  return update;
}

const update = form.dataset.find === "tags" ? searchTags() : searchPosts();

function refresh() {
  update().catch(() => show([], "The list of posts could not be loaded. Please try again."));
}

form.hidden = false;
document.querySelector("[data-without-script]").hidden = true;
form.addEventListener("submit", (event) => event.preventDefault());
// Wait until the typing rests, so that a screen reader announces one number and not every letter's.
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 250);
});
refresh();
