// Shows a source or note beside its mark in the text. To those who listen, the mark is a link that leads there.
const box = document.createElement("div");
let shown, fresh, timer, beside;

// The mark under an event. On the box, and on the way to it where it stands in the margin, it is the one shown.
const markOf = (event) => box.contains(event.target) || (beside && event.target.contains(shown)) ? shown : event.target.closest?.("[role$=ref]");

// Show what a mark leads to, or nothing where there is no mark. Its links stay out of the way of the keys.
const show = (mark) => {
  const entry = mark && document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  clearTimeout(timer);
  if (mark === shown) return;
  shown = mark;
  box.remove();
  if (!entry) return;
  box.innerHTML = entry.innerHTML.replaceAll("<a ", "<a tabindex=-1 ");
  document.body.append(box);
  const { top, bottom } = mark.getClientRects()[0];
  const { offsetLeft, offsetWidth } = mark.closest("main");
  // Where a margin has room the box begins at the end of the text, else where that begins: false adds nothing.
  beside = offsetLeft > 300 && offsetWidth;
  box.style.insetInline = offsetLeft + beside + "px 0";
  const end = innerHeight - box.offsetHeight;
  // Below the mark, or above it where there is no room; in the margin beside it, but above the end of the window.
  box.style.top = scrollY + (bottom < end ? (beside ? top : bottom) : beside ? end : top - box.offsetHeight) + "px";
};

box.className = "preview";
box.ariaHidden = true;
onpointerover = (event) => {
  const mark = markOf(event);
  clearTimeout(timer);
  fresh = mark && mark !== shown && event.pointerType === "touch";
  if (mark || !shown?.matches(":focus")) timer = setTimeout(show, 200, mark);
};
addEventListener("focusin", (event) => show(markOf(event)));
// The first touch shows, the second follows.
onclick = (event) => (fresh ? event.preventDefault() : box.contains(event.target) || show());
// No handler may return false, or its key does nothing else.
onkeydown = (event) => event.key !== "Escape" || show();
