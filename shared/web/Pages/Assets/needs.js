// A menu that offers only what belongs to the choice made in another one; without it, the groups of the menu say what belongs where.
for (const types of document.querySelectorAll("select[data-within]")) {
  const category = document.getElementById(types.dataset.within);
  const groups = [...types.querySelectorAll("optgroup")];
  const show = () => {
    for (const group of groups) {
      if (!category.value || group.label === category.value) types.append(group);
      else group.remove();
    }
    if (!types.value) types.value = "";
  };
  category.addEventListener("change", show);
  show();
}
