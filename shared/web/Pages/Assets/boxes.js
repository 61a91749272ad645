// Boxes that were ticked and are not kept yet ask before one leaves them behind. Every button of the page keeps them or, where
// it discards the draft, gives them up; what leads elsewhere does neither.
const isUnkept = (box) => box.checked !== (box.dataset.kept === "true");
let isLeaving = false;

document.addEventListener("submit", (event) => { if (!event.defaultPrevented && event.target.closest("main")) isLeaving = true; });

// Who has left is not asked when the page is loaded anew on coming back.
window.addEventListener("pagehide", () => { isLeaving = true; });

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && [...document.querySelectorAll("input[data-kept][type=checkbox]")].some(isUnkept)) event.preventDefault();
});
