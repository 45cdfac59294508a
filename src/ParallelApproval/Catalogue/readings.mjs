// Writes readings.txt from the dictionary of pinyin-pro (MIT): which syllables each character is read as, without tones.
// npm install pinyin-pro@3.29.4 && node readings.mjs readings.txt
import { pinyin } from "pinyin-pro";
import { writeFileSync } from "node:fs";

const bySyllable = new Map();
const ranges = [[0x3007, 0x3007], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xf900, 0xfad9]];
for (const [first, last] of ranges)
  for (let code = first; code <= last; code++) {
    const character = String.fromCharCode(code);
    const readings = pinyin(character, { multiple: true, toneType: "none", type: "array", v: true });
    for (const reading of new Set(readings.map((r) => r.replace(/ü/g, "v").normalize("NFD").replace(/[^a-z]/g, ""))))
      if (/^[a-z]{1,6}$/.test(reading) && reading !== character)
        bySyllable.set(reading, (bySyllable.get(reading) ?? "") + character);
  }
writeFileSync(process.argv[2], [...bySyllable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([s, c]) => `${s} ${c}\n`).join(""));
