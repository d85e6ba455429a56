/*
 * The session of this mini-program. Every page uses this one, so that there is never more than one login at a time.
 */
const { createAuth } = require('./auth')
const config = require('../config')
const simulator = require('./simulator')

// Opened within Moments, where WeChat logs nobody in.
const SINGLE_PAGE = 1154

function isSinglePage() {
  return Boolean(wx.getLaunchOptionsSync) && wx.getLaunchOptionsSync().scene === SINGLE_PAGE
}

function noLogin() {
  return Promise.reject(Object.assign(new Error('There is no login on a single page.'),
    { error: 'single_page', statusCode: 0, temporary: false }))
}

function deviceLabel() {
  const device = (wx.getDeviceInfo ? wx.getDeviceInfo() : wx.getSystemInfoSync()) || {}
  return [device.brand, device.model].filter(Boolean).join(' ')
}

function options() {
  const real = { provider: config.provider, clientId: config.clientId, device: deviceLabel() }
  if (isSinglePage()) {
    return Object.assign(real, { loginCode: noLogin })
  }
  // Another person has a session of their own.
  return simulator.isUsed() ? Object.assign(real, {
    loginCode: simulator.loginCode,
    storageKey: `wegrant.${config.clientId}.${config.person}`
  }) : real
}

module.exports = createAuth(options())
