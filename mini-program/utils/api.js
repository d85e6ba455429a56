/*
 * What the pages ask of the provider and of the shop's service. Each function promises the body of the answer. Which access
 * token an address wants is for auth.js to know: the one for the account never goes to the shop.
 */
const auth = require('./session')
const config = require('../config')

// In milliseconds: nobody looks at a page for longer that shows nothing. A picture takes its time.
const TIMEOUT = 20000
const TIMEOUT_OF_PICTURES = 60000

function ask(method, url, data, more) {
  return auth.request(Object.assign({ method, url, data, timeout: TIMEOUT }, more)).then(response => response.data)
}

const account = (method, path, data, more) => ask(method, config.provider + path, data, more)
const shop = (method, path, data) => ask(method, config.service + path, data)

module.exports = {
  profile: () => account('GET', '/userinfo'),
  changeProfile: profile => account('PUT', '/account/profile', profile),
  // The provider looks into the picture to see what it is.
  changePicture: bytes => account('PUT', '/account/avatar', bytes,
    { header: { 'content-type': 'application/octet-stream' }, timeout: TIMEOUT_OF_PICTURES }),
  bindPhone: code => account('POST', '/account/phone', { code }),
  sessions: () => account('GET', '/account/sessions'),
  endSession: sid => account('DELETE', `/account/sessions/${encodeURIComponent(sid)}`),
  logOutEverywhere: () => account('POST', '/account/logout-everywhere'),
  exportAccount: () => account('GET', '/account/export'),
  closeAccount: () => account('DELETE', '/account'),

  goods: query => shop('GET', '/goods', query),
  appointments: page => shop('GET', '/appointments', { page }),
  appointmentsOn: day => shop('GET', '/appointments', { day, size: 100 }),
  book: appointment => shop('POST', '/appointments', appointment),
  cancel: id => shop('DELETE', `/appointments/${id}`),
  order: product => shop('POST', '/orders', { product }),
  orderStatus: id => shop('GET', `/orders/${id}`)
}
