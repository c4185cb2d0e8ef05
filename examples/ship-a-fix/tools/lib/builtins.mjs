// A record of JavaScript's own constructors and prototypes, to see what a call left on them and to
// undo it. Everything used after a call is taken here, before any: the call may have replaced it.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect
const { is } = Object

export const names = [
  'Object',
  'Function',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Symbol',
  'BigInt',
  'Date',
  'RegExp',
  'Error',
  'TypeError',
  'RangeError',
  'Promise',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'ArrayBuffer',
  'Uint8Array',
]

export function record() {
  const watched = []
  for (const name of names) {
    const builtin = globalThis[name]
    watched.push(entry(name, builtin), entry(`${name}.prototype`, builtin.prototype))
  }
  return watched
}

function entry(name, object) {
  const keys = ownKeys(object)
  const properties = []
  for (const key of keys) properties.push(getOwnPropertyDescriptor(object, key))
  return { name, object, keys, properties, known: new Set(keys) }
}

/**
 * Puts all back as recorded and returns the keys that had been added, as 'Object.a'. A changed
 * value is put back without a word: the property searched for is about keys that were added.
 */
export function restore(watched) {
  const added = []
  for (let at = 0; at < watched.length; at += 1) {
    const { name, object, keys, properties, known } = watched[at]
    const present = ownKeys(object)
    for (let index = 0; index < present.length; index += 1) {
      const key = present[index]
      if (has(known, key)) continue
      deleteProperty(object, key)
      added[added.length] = typeof key === 'symbol' ? `${name}[symbol]` : `${name}.${key}`
    }
    for (let index = 0; index < keys.length; index += 1) {
      const was = properties[index]
      const now = getOwnPropertyDescriptor(object, keys[index])
      if (!now || !is(now.value, was.value) || now.get !== was.get) defineProperty(object, keys[index], was)
    }
  }
  return added
}

// Set.prototype.has itself may have been replaced, so it is called as it was at the start.
const call = Function.prototype.call.bind(Set.prototype.has)
function has(set, key) {
  return call(set, key)
}
