/*
 * The session of this mini-program. Every page uses this one, so that there is never more than one login at a time.
 */
const { createAuth } = require('./auth')
const config = require('../config')
const simulator = require('./simulator')

function deviceLabel() {
  const device = wx.getDeviceInfo ? wx.getDeviceInfo() : wx.getSystemInfoSync()
  return `${device.brand} ${device.model}`.slice(0, 64)
}

module.exports = createAuth({
  provider: config.provider,
  clientId: config.clientId,
  device: deviceLabel(),
  loginCode: simulator.isUsed() ? simulator.loginCode : undefined
})
