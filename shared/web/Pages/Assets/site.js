// What pages do beyond plain HTML; each works without it, too.

// A box that ticks all boxes of its form.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const boxes = () => [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]`)];
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    for (const count of all.form.querySelectorAll("[data-ticked]")) count.textContent = ticked === 0 ? "" : `${ticked} chosen`;
  };
  all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; show(); });
  all.form.addEventListener("change", (event) => { if (event.target !== all) show(); });
  all.closest("[hidden]")?.removeAttribute("hidden");
  show();
}

// A part of the page that is read again while what it shows goes on: its data-refresh is the pause in seconds.
for (const part of document.querySelectorAll("[data-refresh]")) {
  const readAgain = async () => {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html", "x-by-script": "1" } });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
        if (!fresh || !("refresh" in fresh.dataset)) { location.reload(); return; }
        part.innerHTML = fresh.innerHTML;
      }
    } catch { /* The next look may succeed. */ }
    setTimeout(readAgain, Number(part.dataset.refresh) * 1000);
  };
  setTimeout(readAgain, Number(part.dataset.refresh) * 1000);
}

// Forms are sent once; the server would count a second one as the same anyway. Coming back to a kept page makes them whole again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const question = event.submitter?.dataset.confirm;
  if (question && !window.confirm(question)) { event.preventDefault(); return; }
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; }, 0);
});
// A kept page shows what was, and its forms carry the ids of requests that were made: it is loaded anew.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// A menu closes when one leaves it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details:is(.menu, .more-entries)[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
});
