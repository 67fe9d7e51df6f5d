// Proofs of possession (RFC 9449): tokens are bound to a key that no script can read. Loaded only where it is used, by
// the page and by the worker.

const database = 'spa-session-keys'
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }

/** @type {Map<string, Promise<CryptoKeyPair>>} */
const pairs = new Map()

/**
 * A proof for one request (4.2).
 * @param {object} of
 * @param {string} of.key  names the key
 * @param {string} of.method
 * @param {string} of.url  its query and fragment do not count
 * @param {string} [of.nonce]  the server's latest
 * @param {number} of.at  the server's time, in seconds
 * @param {string} [of.token]  the access token that goes along
 */
export async function proof({ key, method, url, nonce, at, token }) {
  const { privateKey, publicKey } = await keyPair(key)
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await publicPart(publicKey) }
  const claims = {
    jti: base64url(crypto.getRandomValues(new Uint8Array(16))),
    htm: method,
    htu: url.split(/[?#]/)[0],
    iat: at,
    nonce: nonce || undefined,
    ath: token && (await sha256(token)),
  }
  const signed = [header, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join('.')
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(signed))
  return `${signed}.${base64url(new Uint8Array(signature))}`
}

/**
 * What names a key to a server: its thumbprint (RFC 7638), which the parameter dpop_jkt takes.
 * @param {string} key
 */
export async function thumbprint(key) {
  const { crv, kty, x, y } = await publicPart((await keyPair(key)).publicKey)
  return sha256(JSON.stringify({ crv, kty, x, y })) // in this order, without spaces (3.3)
}

/**
 * Forgets a key here. The tab that logs out deletes it, for all.
 * @param {string} key
 * @param {boolean} forAll
 */
export async function forget(key, forAll) {
  pairs.delete(key)
  if (forAll) await transact((store) => store.delete(key))
}

/** @param {CryptoKey} key */
async function publicPart(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key)
  return { kty, crv, x, y }
}

/** @param {string} name */
function keyPair(name) {
  let pair = pairs.get(name)
  if (!pair) {
    pair = findOrMake(name)
    pair.catch(() => pairs.delete(name))
    pairs.set(name, pair)
  }
  return pair
}

/**
 * The key in the database; a new one if there is none. Of two tabs that make one at once, the first to store it wins.
 * @param {string} name
 * @returns {Promise<CryptoKeyPair>}
 */
async function findOrMake(name) {
  const stored = await transact((store) => store.get(name))
  if (stored) return stored
  const made = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  return transact((store, done) => {
    store.get(name).onsuccess = ({ target }) => {
      const before = /** @type {IDBRequest} */ (target).result
      done(before ?? made)
      if (!before) store.put(made, name)
    }
  })
}

/**
 * One transaction. What `act` tells to `done`, or else what its request brings, is the outcome.
 * @param {(store: IDBObjectStore, done: (outcome: any) => void) => IDBRequest | void} act
 * @returns {Promise<any>}
 */
function transact(act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      const transaction = db.transaction('keys', 'readwrite')
      /** @type {any} */
      let outcome
      const request = act(transaction.objectStore('keys'), (value) => (outcome = value))
      transaction.oncomplete = () => {
        db.close() // an open connection would keep the page out of the back-forward cache
        resolve(request ? request.result : outcome)
      }
      transaction.onabort = () => {
        db.close()
        reject(transaction.error)
      }
    }
  })
}

/** @param {string} text */
export const sha256 = async (text) => base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))))

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text)

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (c) => (c === '+' ? '-' : c === '/' ? '_' : ''))
