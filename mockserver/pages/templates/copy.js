// Put a text on the clipboard; where the browser does not allow it, show the text selected.
async function copy(text, place, told) {
  place.textContent = text;
  try {
    await navigator.clipboard.writeText(text);
    place.hidden = true;
    told.textContent = "Copied.";
  } catch {
    place.hidden = false;
    place.focus();
    getSelection().selectAllChildren(place);
    told.textContent = "Selected: press Ctrl+C, on a Mac Cmd+C.";
  }
}
