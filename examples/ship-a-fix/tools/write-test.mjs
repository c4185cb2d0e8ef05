// Writes a regression test from an argument list that was found to pollute a built-in.
// Exit 0: the test is there. 2: bad arguments or the repository has no folder for tests.
import { existsSync, lstatSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { names } from './lib/builtins.mjs'
import { folder, readArguments, run, Stop } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'

const file = 'test/regression-pollution.js'

await run(() => {
  const given = readArguments('write-test.mjs DIR --argv JSON', ['DIR'], { argv: undefined })
  const root = folder(given.DIR)
  const argv = argumentList(given.argv)
  const tests = join(root, 'test')
  if (!existsSync(tests) || !lstatSync(tests).isDirectory()) throw new Stop(2, `${root} has no folder test.`)
  count('write-test')
  // Written aside and renamed, so that a test is never found half written.
  const temporary = join(root, 'test', `.regression-${process.pid}`)
  writeFileSync(temporary, source(argv))
  renameSync(temporary, join(root, file))
  return { file, argv }
})

function argumentList(text) {
  let argv
  try {
    argv = JSON.parse(text)
  } catch {
    throw new Stop(2, `--argv is not JSON; expected a list such as ["--a=1"].`)
  }
  const texts = Array.isArray(argv) && argv.length > 0 && argv.every((item) => typeof item === 'string')
  if (!texts) throw new Stop(2, `--argv must be a JSON list of one or more strings.`)
  return argv
}

function source(argv) {
  const list = `[${argv.map(quoted).join(', ')}]`
  return `var parse = require('../');
var test = require('tape');

// A property test found this argument list: parsing it added a key to a built-in.
var argv = ${list};

var builtins = [
${names.map((name) => `    ['${name}', ${name}],\n    ['${name}.prototype', ${name}.prototype]`).join(',\n')}
];

function keys() {
    return builtins.map(function (builtin) {
        return Object.getOwnPropertyNames(builtin[1]);
    });
}

test('parsing adds no key to a built-in', function (t) {
    var before = keys();
    parse(argv);
    var added = [];
    keys().forEach(function (now, i) {
        now.forEach(function (key) {
            if (before[i].indexOf(key) !== -1) return;
            added.push(builtins[i][0] + '.' + key);
            delete builtins[i][1][key];
        });
    });
    t.deepEqual(added, [], 'no built-in has gained a key');
    t.end();
});
`
}

function quoted(text) {
  const inside = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")
  return `'${inside.replace(/[\u2028\u2029]/g, (mark) => (mark === '\u2028' ? '\\u2028' : '\\u2029'))}'`
}
