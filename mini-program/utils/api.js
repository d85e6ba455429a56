/*
 * What the pages ask of the provider and of the shop's service. Each function promises the body of the answer. Which access
 * token an address wants is for auth.js to know: the one for the account never goes to the shop.
 */
const auth = require('./session')
const config = require('../config')

function ask(method, url, data, header) {
  return auth.request({ method, url, data, header: header || {} }).then(response => response.data)
}

const account = (method, path, data, header) => ask(method, config.provider + path, data, header)
const shop = (method, path, data) => ask(method, config.service + path, data)

module.exports = {
  profile: () => account('GET', '/userinfo'),
  changeProfile: profile => account('PUT', '/account/profile', profile),
  // The provider looks into the picture to see what it is.
  changePicture: bytes => account('PUT', '/account/avatar', bytes, { 'content-type': 'application/octet-stream' }),
  bindPhone: code => account('POST', '/account/phone', { code }),
  sessions: () => account('GET', '/account/sessions'),
  endSession: sid => account('DELETE', `/account/sessions/${encodeURIComponent(sid)}`),
  logOutEverywhere: () => account('POST', '/account/logout-everywhere'),
  exportAccount: () => account('GET', '/account/export'),
  closeAccount: () => account('DELETE', '/account'),

  goods: query => shop('GET', '/goods', query),
  appointments: page => shop('GET', '/appointments', { page }),
  book: appointment => shop('POST', '/appointments', appointment),
  cancel: id => shop('DELETE', `/appointments/${id}`)
}
