// Shows a source or note beside its mark in the text. To those who listen, the mark is a link that leads there.
const box = document.createElement("div");
const markOf = (event) => event.target.closest?.("[role$=ref]");
let shown, fresh, timer;

// Show what a mark leads to, or nothing where there is no mark. Its links stay out of the way of the keys.
const show = (mark) => {
  const entry = mark && document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  clearTimeout(timer);
  box.remove();
  shown = mark;
  if (!entry) return;
  box.innerHTML = entry.innerHTML.replaceAll("<a ", "<a tabindex=-1 ");
  document.body.append(box);
  const line = mark.getClientRects()[0];
  box.style.left = Math.min(line.left, document.body.clientWidth - box.offsetWidth - 16) + "px";
  // Above the mark where there is no room below it.
  box.style.top = scrollY + (line.bottom + box.offsetHeight > innerHeight ? line.top - box.offsetHeight : line.bottom) + "px";
};

box.className = "preview";
box.ariaHidden = true;
onpointerover = (event) => {
  const mark = markOf(event);
  clearTimeout(timer);
  fresh = false;
  if (box.contains(event.target) || mark === shown) return;
  fresh = mark && event.pointerType === "touch";
  if (mark || shown !== document.activeElement) timer = setTimeout(show, mark ? 150 : 300, mark);
};
addEventListener("focusin", (event) => box.contains(event.target) || show(markOf(event)));
// The first touch shows, the second follows.
onclick = (event) => {
  if (fresh) event.preventDefault();
  else box.contains(event.target) || show();
};
onkeydown = (event) => {
  if (event.key === "Escape") show();
};
