// Writes a portfolio of made-up words, the same on every run: `node generate.js FOLDER`. A third is in Chinese characters.
'use strict';
const fs = require('fs'), path = require('path');
let state = 11n;
function next(below) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) % below;
}
const pick = (list) => list[next(list.length)];
const SYLLABLES = 'ba co di fe gra hu jo ka lem mi nor pa qui ro sta tu ver wo xan yl zem tri plo cha'.split(' ');
const words = Array.from({ length: 1500 }, () => Array.from({ length: 2 + next(3) }, () => pick(SYLLABLES)).join(''));
const signs = Array.from({ length: 400 }, (_, at) => String.fromCodePoint(0x4e00 + at * 17));
// Few words are common, most are rare.
const word = (list) => list[Math.floor(list.length * Math.pow(next(10000) / 10000, 2.5))];
const phrase = (dense, count) => Array.from({ length: dense ? count * 2 : count }, () => word(dense ? signs : words)).join(dense ? '' : ' ');
for (let feature = 1; feature <= 60; feature++) {
  const dense = feature % 3 === 0, number = String(feature).padStart(3, '0');
  const folder = path.join(process.argv[2], `${number}-${word(words)}-${word(words)}`);
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['spec', 'plan', 'research']) {
    let text = `# ${phrase(dense, 3)}\n`;
    for (let section = 0; section < 12; section++) {
      text += `\n## ${phrase(dense, 2 + next(4))}\n\n`;
      for (let line = 0; line < 4; line++) text += `${phrase(dense, 20)}${dense ? '。' : '.'}\n`;
    }
    fs.writeFileSync(path.join(folder, `${name}.md`), text);
  }
}
