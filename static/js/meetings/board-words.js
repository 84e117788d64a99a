/** The board's sentences, translated by the server. */

const words = JSON.parse(document.getElementById("board-words").textContent);

/** Returns the sentence with its %(name)s places filled. */
export const sentence = (key, values = {}) => words[key].replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);
