// Trees of plain data, laid flat: for Go, which would have to cross for each of their properties.

/** Where the list, or the record, of so many begins: its items follow, or each of its names with what it names. */
export class Mark {
  /**
   * @param {number} kind  LIST or RECORD
   * @param {number} count
   */
  constructor(kind, count) {
    this.kind = kind
    this.count = count
  }
}

export const LIST = 9
export const RECORD = 10

/**
 * Throws a text that names the place of what is no plain data, or too much of anything: see FromJS in package jsx, whose
 * rules and limits these are.
 * @param {any} root
 * @param {number} depth  of objects and arrays in one another
 * @param {number} nodes  values in all
 * @param {number} chars  UTF-16 units of all strings and names
 */
export function flatten(root, depth, nodes, chars) {
  /** @type {any[]} */
  const items = []
  /** @type {string[]} */
  const place = []

  /** @param {string} text */
  const measured = (text) => {
    if ((chars -= text.length) < 0) throw 'too much text'
    return text
  }
  /** @type {(step: string, value: any) => void} */
  const inner = (step, value) => {
    place.push(step)
    read(value)
    place.pop()
  }
  /** @param {any} value */
  const read = (value) => {
    if (--nodes < 0) throw 'too many values'
    switch (typeof value) {
      case 'undefined':
        value = null
        break
      case 'number':
        if (!Number.isFinite(value)) throw `the number ${value} is no JSON`
        break
      case 'string':
        measured(value)
        break
      case 'object':
        if (value) return nested(value)
        break
      case 'boolean':
        break
      default:
        throw `a ${typeof value} is no plain data`
    }
    items.push(value)
  }
  /** @param {any} value */
  const nested = (value) => {
    if (depth-- <= 0) throw 'nested too deeply, or in a circle'
    const isList = Array.isArray(value)
    if (!isList && !isPlain(value)) throw 'an object of some class is no plain data'
    const names = isList ? value : Object.keys(value)
    const { length } = names // once: it may be told differently the next time
    if (length > nodes) throw 'too many values'
    const mark = new Mark(isList ? LIST : RECORD, length)
    items.push(mark)
    if (isList) for (let i = 0; i < length; i++) inner(`[${i}]`, value[i])
    else
      for (const name of names) {
        const member = value[name]
        if (member === undefined) mark.count--
        else {
          items.push(measured(name))
          inner('.' + name, member)
        }
      }
    depth++
  }
  try {
    read(root)
  } catch (problem) {
    throw (place.length ? place.join('') + ': ' : '') + (typeof problem === 'string' ? problem : 'an exception')
  }
  return items
}

/**
 * Object literals of any window, and objects without prototype.
 * @param {object} value
 */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value)
  return !prototype || !Object.getPrototypeOf(prototype)
}
