// The manual remittance window: its figures follow each keystroke, and a row is sent when one leaves it. Amounts are
// whole cents throughout. The server's figures replace these with every answer; without this module each row is an
// ordinary form.
import { cents, money } from "./money.js";

const parts = ["batch", "check", "records", "queue", "session"];
const rows = () => [...document.querySelectorAll("tr[data-row]")];
const fieldsOf = (row) => [...row.querySelectorAll("[data-kept]")].filter((field) => field.closest("tr[data-row]") === row);
const isDirty = (row) => fieldsOf(row).some((field) => field.dataset.kept !== field.value && !(field.name !== "type" && cents(field.value) === cents(field.dataset.kept)));
const formOf = (row) => fieldsOf(row)[0]?.form;
const rowOf = (element) => element?.closest?.("tr[data-row]") ?? null;

// What a row's typing changes: cash, and the balance. Null where something in it is no amount.
const changeOf = (row) => {
  let post = 0n, all = 0n, typed = false;
  for (const field of fieldsOf(row)) {
    if (field.name === "type") continue;
    const now = cents(field.value), kept = cents(field.dataset.kept);
    if (now === null) return null;
    typed ||= now !== 0n;
    if (field.name === "post") post += now - kept;
    all += now - kept;
  }
  return { post, all, typed };
};

const writesOff = () => document.getElementById("check")?.querySelector("[data-writes-off]") !== null;

const writtenOffOf = (row) => {
  const [adjustment, type] = ["adjustment", "type"].map((name) => fieldsOf(row).find((field) => field.name === name));
  return type?.dataset.kept === "WO" ? cents(adjustment.dataset.kept) : 0n;
};

const follow = () => {
  let posted = 0n;
  const byInvoice = new Map();
  const change = new Map();
  for (const row of rows()) {
    const own = isDirty(row) ? changeOf(row) : { post: 0n, all: 0n };
    if (own === null) { change.set(row, null); continue; }
    posted += own.post;
    const left = BigInt(row.dataset.cents) - own.all;
    // The check's box writes off whatever is left of a row that something is entered in, and less where more is paid than before.
    const writtenOff = writesOff() && own.typed && (left > 0n || -left <= writtenOffOf(row));
    const all = writtenOff ? BigInt(row.dataset.cents) : own.all;
    change.set(row, all);
    if ("line" in row.dataset) byInvoice.set(row.dataset.invoice, (byInvoice.get(row.dataset.invoice) ?? 0n) + all);
  }
  for (const [row, all] of change) {
    const output = row.querySelector("output[data-left]");
    const ofLines = "line" in row.dataset ? 0n : byInvoice.get(row.dataset.invoice) ?? 0n;
    const left = all === null ? null : BigInt(row.dataset.cents) - all - ofLines;
    output.textContent = left === null ? "–" : money(left);
    output.classList.toggle("fault", left !== null && left < 0n);
  }
  for (const figure of document.querySelectorAll("[data-figure]")) {
    const left = BigInt(figure.dataset.cents) - posted;
    figure.textContent = money(left);
    figure.classList.toggle("fault", "below" in figure.dataset ? left > 0n : left < 0n);
  }
};

// Sending, one row after the other: each is judged on the session as the one before left it.
let sending = Promise.resolve();
let waiting = 0;
let failed = 0;
let isReplacing = false;
const unsent = new Map();

// What was done is told to those who listen; what was not is in everybody's sight, too, until it is mended.
const say = (text, isAtFault = false) => {
  const said = document.getElementById("said");
  said.className = isAtFault ? "told failed" : "hidden-but-read";
  said.setAttribute("role", isAtFault ? "alert" : "status");
  said.textContent = text;
};

// Rows that did not arrive and still stand as typed, as they are spoken of.
const unsentRows = () => [...unsent].filter(([id]) => { const row = document.getElementById(id); return row && isDirty(row); }).map(([, label]) => label);

const sayUnsent = (why, rowId, label) => {
  failed++;
  if (rowId) unsent.set(rowId, label);
  say(`Not saved: ${why} What was typed stands${rowId ? "" : ", and nothing was done with the row"}.`, true);
};

// What is typed and not sent yet: in rows, except what was sent just now, and in the forms around them.
const typedIn = (sent, body) => {
  const typed = new Map();
  for (const row of rows().filter(isDirty)) {
    for (const field of fieldsOf(row)) if (row.id !== sent || field.value !== body.get(field.name)) typed.set(field.id, { value: field.value });
  }
  for (const field of document.querySelectorAll("main :is(input, select, textarea)[id]")) {
    if (field.type !== "hidden" && !rowOf(field) && (isChanged(field) || "typed" in (field.form?.dataset ?? {}))) typed.set(field.id, { value: field.value, checked: field.checked });
  }
  return typed;
};

const isChanged = (field) => field instanceof HTMLSelectElement
  ? field.value !== ([...field.options].findLast((option) => option.defaultSelected) ?? field.options[0])?.value
  : field.value !== field.defaultValue || field.checked !== field.defaultChecked;

const restore = (typed) => {
  for (const [id, { value, checked }] of typed) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = value;
    if (checked !== undefined) field.checked = checked;
  }
};

const replace = (answered, sent, body) => {
  const typed = typedIn(sent, body);
  const active = document.activeElement;
  const selection = active instanceof HTMLInputElement && active.type === "text" ? [active.selectionStart, active.selectionEnd] : null;
  const open = new Map([...document.querySelectorAll("main details[id]")].map((details) => [details.id, details.open]));
  for (const id of parts) {
    const old = document.getElementById(id), fresh = answered.getElementById(id);
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    else if (old && id !== "records") old.remove();
  }
  for (const details of document.querySelectorAll("main details[id]")) details.open ||= open.get(details.id) ?? false;
  restore(typed);
  prepare();
  const again = active?.id ? document.getElementById(active.id) : buttonLike(active);
  if (again && again !== document.activeElement) {
    again.focus({ preventScroll: true });
    if (selection && again instanceof HTMLInputElement) again.setSelectionRange(...selection);
  }
  if (typed.size > 0) follow();
};

// The button of the same name in the fresh page.
const buttonLike = (old) => old instanceof HTMLButtonElement && old.getAttribute("aria-label")
  ? [...document.querySelectorAll("main button")].find((button) => button.getAttribute("aria-label") === old.getAttribute("aria-label"))
  : null;

// A button that is replaced between the press and the release is never clicked: answers wait until it is let go, and its click is done.
const pressMsMax = 3000;
let release = null;
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("button, a, summary, label, input[type=checkbox]")) return;
  release?.();
  pressed = new Promise((resolve) => { release = resolve; });
  setTimeout(release, pressMsMax);
}, { capture: true });
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => release?.(), 0), { capture: true });

const take = async (response, answered, rowId, label, body) => {
  await pressed;
  isReplacing = true;
  try { replace(answered, rowId, body); } finally { isReplacing = false; }
  unsent.delete(rowId);
  if (!response.ok) {
    failed++;
    if (rowId) unsent.set(rowId, label);
    const beside = [...document.querySelectorAll(`${rowId ? `#${CSS.escape(rowId)}` : "#records tr"} .fault.block`)].map((fault) => fault.textContent);
    const above = [...answered.querySelectorAll("main .told.failed :is(p, li)")].map((line) => line.textContent);
    say([...beside, ...above].join(" ") || `Not saved: ${label} was refused.`, true);
    return;
  }
  const remaining = document.querySelector("[data-figure=remaining]")?.textContent;
  const left = unsentRows();
  say(`Saved ${label}. ${remaining} remains.${left.length === 0 ? "" : ` Not saved yet: ${left.join(", ")}.`}`, left.length > 0);
};

const send = (rowId, label, formId, body, action) => {
  waiting++;
  sending = sending.then(async () => {
    try {
      // The version, and whatever else is not typed, as the answer before left it.
      const standing = formId && document.getElementById(formId);
      if (standing) for (const name of ["version", "query"]) body.set(name, standing.elements[name].value);
      const response = await fetch(action, { method: "POST", body, headers: { accept: "text/html" }, keepalive: true });
      const answered = new DOMParser().parseFromString(await response.text(), "text/html");
      if (answered.getElementById("queue")) await take(response, answered, rowId, label, body);
      else sayUnsent("the service answered something else, perhaps because the session has ended. Sign in in another tab, then leave the row again, or press again, to send it.", rowId, label);
    } catch {
      sayUnsent("the service cannot be reached. Leave the row again, or press again, to send it.", rowId, label);
    } finally {
      waiting--;
    }
  });
  return sending;
};

const sendForm = (form, submitter, row) => {
  const body = new URLSearchParams(new FormData(form, submitter));
  return send(row?.id ?? null, row?.dataset.row.replace(/-0$/, "") ?? "the row", form.id, body, form.getAttribute("action"));
};

const prepare = () => {
  for (const button of document.querySelectorAll("[data-enter]")) button.hidden = true;
};

document.addEventListener("input", (event) => { if (rowOf(event.target)) follow(); });

document.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  const form = row && formOf(row);
  if (isReplacing || !form || rowOf(event.relatedTarget) === row || !document.contains(row) || !isDirty(row)) return;
  sendForm(form, null, row);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  const row = field.dataset?.column ? rowOf(field) : null;
  if (!row) return;
  if (event.key === "Escape") {
    for (const one of fieldsOf(row)) one.value = one.dataset.kept;
    follow();
    if (unsent.delete(row.id) && unsentRows().length === 0) say("");
  } else if (event.key === "Enter" && field.name !== "type") {
    event.preventDefault();
    const column = [...document.querySelectorAll(`[data-column=${field.dataset.column}]`)].filter((one) => one.checkVisibility());
    const next = column[column.indexOf(field) + 1];
    if (next) { next.focus(); next.select?.(); } else if (isDirty(row)) sendForm(formOf(row), null, row);
  }
});

// Forms of single rows are sent without leaving the place; all others wait until what was typed has arrived.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("live" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    sendForm(form, event.submitter, rowOf(form));
  } else if (form.closest("main") && (waiting > 0 || rows().some(isDirty))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const before = failed;
    const same = { action: form.getAttribute("action"), to: event.submitter?.getAttribute("formaction") ?? null, isPressed: event.submitter !== null };
    for (const row of rows().filter(isDirty)) if (waiting === 0) sendForm(formOf(row), null, row);
    sending.then(() => {
      // A row that is refused, or did not arrive, keeps people here; they see why.
      if (failed > before) { document.querySelector("#records tr [aria-invalid=true]")?.focus(); return; }
      const fresh = [...document.querySelectorAll("main form")].find((one) => one.getAttribute("action") === same.action && !("live" in one.dataset));
      const button = [...(fresh?.querySelectorAll("button") ?? [])].find((one) => (one.getAttribute("formaction") ?? null) === same.to);
      if (fresh && (button || !same.isPressed)) fresh.requestSubmit(button);
    });
  }
}, { capture: true });

// What was typed, and what is on its way and may yet be refused, asks before one leaves it behind.
window.addEventListener("beforeunload", (event) => { if (waiting > 0 || rows().some(isDirty)) event.preventDefault(); });

prepare();
