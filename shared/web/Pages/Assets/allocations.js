// A participant's payment: proposed to the oldest charges first as one types, redistributed by hand, and its open credit
// followed with each keystroke. The server decides; without this module it proposes and judges, too.
import { cents, money } from "./money.js";

for (const form of document.querySelectorAll("form[data-allocates]")) {
  const payment = form.querySelector("[data-payment]");
  const fields = [...form.querySelectorAll("input[data-open]")];
  let byHand = fields.some((field) => field.value !== "");

  // What goes further than the charges that are shown is left to the server, which knows them all: every field stays empty.
  const propose = () => {
    let left = cents(payment.value) ?? 0n;
    for (const field of fields) {
      const open = BigInt(field.dataset.open);
      const applied = left <= 0n ? 0n : left < open ? left : open;
      field.value = applied === 0n ? "" : money(applied);
      left -= applied;
    }
    if (left > 0n && "more" in form.dataset) for (const field of fields) field.value = "";
  };

  const show = () => {
    const paid = cents(payment.value);
    let allocated = 0n, open = 0n, isFine = paid !== null && payment.value.trim() !== "";
    for (const field of fields) {
      const amount = cents(field.value);
      const left = amount === null ? null : BigInt(field.dataset.open) - amount;
      const output = field.closest("tr").querySelector("[data-left-open]");
      output.textContent = left === null ? "–" : money(left);
      output.classList.toggle("fault", left !== null && left < 0n);
      if (amount === null) { isFine = false; continue; }
      allocated += amount;
      if (left > 0n) open += left;
    }
    const isLeftToServer = fields.length > 0 && fields.every((field) => field.value.trim() === "");
    const credit = isFine && !isLeftToServer ? paid - allocated : null;
    form.querySelector("[data-allocated]").textContent = isLeftToServer ? "–" : money(allocated);
    form.querySelector("[data-credit]").textContent = credit === null ? "–" : money(credit);
    form.querySelector("[data-credit]").classList.toggle("fault", credit !== null && credit < 0n);
    const why = credit === null ? ""
      : credit < 0n ? `${money(-credit)} more is allocated than is paid.`
      : credit > 0n && open > 0n ? `${money(credit)} would be open credit while ${money(open)} stays open; allocate it.`
      : "";
    const told = form.querySelector("[data-why]");
    if (told.textContent !== why) told.textContent = why;
  };

  payment.addEventListener("input", () => { if (!byHand) propose(); show(); });
  for (const field of fields) field.addEventListener("input", () => { byHand = true; show(); });
  form.querySelector("button[value=propose]").addEventListener("click", (event) => {
    event.preventDefault();
    byHand = false;
    propose();
    show();
  });
  show();
}
