// Shows a source or note beside its mark. To those who listen, the mark is a link that leads there.
const box = document.createElement("div");
let shown, fresh, timer;

const markOf = (event) => event.target.closest?.(".citation a[href^='#'], .footnote-ref");

function later(act, time) {
  clearTimeout(timer);
  timer = setTimeout(act, time);
}

function hide() {
  box.remove();
  shown = null;
}

function show(mark) {
  const entry = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (mark === shown || !entry) return;
  box.replaceChildren(...entry.cloneNode(true).childNodes);
  box.querySelectorAll("[class*=back]").forEach((link) => link.remove());
  box.querySelectorAll("a").forEach((link) => (link.tabIndex = -1));
  document.body.append(box);
  const [line] = mark.getClientRects();
  const { offsetHeight, offsetWidth } = box;
  const above = line.bottom + offsetHeight > innerHeight;
  const left = Math.min(line.left, document.body.clientWidth - offsetWidth - 16);
  box.style.left = `${scrollX + Math.max(16, left)}px`;
  box.style.top = `${scrollY + (above ? line.top - offsetHeight : line.bottom)}px`;
  shown = mark;
}

box.className = "preview";
box.ariaHidden = true;
onpointerover = (event) => {
  const mark = markOf(event);
  if (mark) later(() => show(mark), 150);
  else if (box.contains(event.target)) clearTimeout(timer);
  else if (shown && shown !== document.activeElement) later(hide, 300);
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
