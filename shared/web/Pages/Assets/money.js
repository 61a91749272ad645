// Amounts on pages: whole cents, exact whatever their size.

/** The cents of a text such as "1,234.50", "$20" or "-3.5"; 0 of an empty one, null where it is no amount. */
export const cents = (text) => {
  const plain = text.replaceAll("\u2212", "-").trim().replace(/^(-?)\$/, "$1");
  if (plain === "") return 0n;
  const read = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d{0,2}))?$/.exec(plain);
  if (!read || (!read[2] && !read[3])) return null;
  const amount = BigInt(read[2].replaceAll(",", "") || "0") * 100n + BigInt((read[3] ?? "").padEnd(2, "0"));
  return read[1] === "-" ? -amount : amount;
};

/** "1,234.50", with a true minus below zero, as the server writes it. */
export const money = (amount) => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, "0");
  return `${amount < 0n ? "\u2212" : ""}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
};
