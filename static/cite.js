// Shows a source or note beside its mark in the text. To those who listen, the mark is a link that leads there.
const box = document.createElement("div");
const markOf = (event) => event.target.closest?.(".citation a[href^='#'], .footnote-ref");
let shown, fresh, timer;

// Show what a mark leads to, or nothing where there is no mark.
function show(mark) {
  const entry = mark && document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  clearTimeout(timer);
  box.remove();
  shown = mark;
  if (!entry) return;
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
}

function later(time, mark) {
  clearTimeout(timer);
  timer = setTimeout(show, time, mark);
}

box.className = "preview";
box.ariaHidden = true;
onpointerover = (event) => {
  const mark = markOf(event);
  if (box.contains(event.target) || mark === shown) clearTimeout(timer);
  else if (mark) later(150, mark);
  else if (shown !== document.activeElement) later(300);
};
addEventListener("focusin", (event) => box.contains(event.target) || show(markOf(event)));
onpointerdown = (event) => {
  fresh = event.pointerType === "touch" && markOf(event) !== shown;
};
// The first touch shows, the second follows.
onclick = (event) => {
  const mark = markOf(event);
  if (mark && fresh) {
    event.preventDefault();
    show(mark);
  } else if (!box.contains(event.target)) later();
};
onkeydown = (event) => {
  if (event.key === "Escape") later();
};
