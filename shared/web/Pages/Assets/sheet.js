// The hours of each day and of the month, while one types. The arrow keys lead up and down the month, as in a spreadsheet.
const minuteOf = (text) => {
  const read = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minute = read ? Number(read[1]) * 60 + Number(read[2]) : NaN;
  return read && Number(read[2]) < 60 && minute <= 1440 ? minute : NaN;
};
const hoursOf = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

for (const form of document.querySelectorAll("form[data-sheet]")) {
  const lines = [...form.querySelectorAll("tbody tr")].filter((line) => line.querySelector("output"));
  const show = () => {
    let together = 0;
    for (const line of lines) {
      const ins = [...line.querySelectorAll("input[name^=in-]")];
      const outs = [...line.querySelectorAll("input[name^=out-]")];
      const minutes = ins.reduce((sum, box, place) => sum + Math.max(0, (minuteOf(outs[place].value) - minuteOf(box.value)) || 0), 0);
      line.querySelector("output").textContent = minutes === 0 ? "" : hoursOf(minutes);
      together += minutes;
    }
    form.querySelector("[data-together]").textContent = hoursOf(together);
  };
  form.addEventListener("input", show);
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = event.target.closest("tr");
    if (!step || !line || event.target.tagName !== "INPUT") return;
    const place = [...line.querySelectorAll("input")].indexOf(event.target);
    const next = lines[lines.indexOf(line) + step]?.querySelectorAll("input")[place];
    if (next) { next.focus(); event.preventDefault(); }
  });
  show();
}
