// Shows a source or note beside its mark in the text. To those who listen, the mark is a link that leads there.
const box = document.createElement("div");
const markOf = (event) => event.target.closest?.(".citation a[href^='#'], .footnote-ref");
let shown, fresh, timer;

function later(...call) {
  clearTimeout(timer);
  timer = setTimeout(...call);
}

function hide() {
  box.remove();
  shown = null;
}

function show(mark) {
  const entry = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (mark === shown || !entry) return;
  box.innerHTML = entry.innerHTML;
  for (const link of box.querySelectorAll("a")) {
    link.tabIndex = -1;
    if (link.className.includes("back")) link.remove();
  }
  document.body.append(box);
  const line = mark.getClientRects()[0];
  const left = Math.min(line.left, document.body.clientWidth - box.offsetWidth - 16);
  const under = line.bottom + box.offsetHeight < innerHeight;
  const top = under ? line.bottom : line.top - box.offsetHeight;
  box.style.left = scrollX + Math.max(left, 16) + "px";
  box.style.top = scrollY + top + "px";
  shown = mark;
}

box.className = "preview";
box.ariaHidden = true;
onpointerover = (event) => {
  const mark = markOf(event);
  if (mark) later(show, 150, mark);
  else if (box.contains(event.target)) clearTimeout(timer);
  else if (shown !== document.activeElement) later(hide, 300);
};
addEventListener("focusin", (event) => (markOf(event) ? show(markOf(event)) : hide()));
onpointerdown = (event) => {
  fresh = event.pointerType === "touch" && markOf(event) !== shown;
};
// The first touch shows, the second follows.
onclick = (event) => {
  const mark = markOf(event);
  if (mark && fresh) {
    event.preventDefault();
    show(mark);
  } else if (!box.contains(event.target)) later(hide);
};
onkeydown = (event) => {
  if (event.key === "Escape") later(hide);
};
