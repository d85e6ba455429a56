/*
 * Codes as WeChat gives them, from WeGrant's simulator. DevTools has none that the simulator knows.
 */
const config = require('../config')
const promised = require('./promised')

function isUsed() {
  return config.simulator !== '' && wx.getAccountInfoSync().miniProgram.envVersion === 'develop'
}

function code(path) {
  return promised(({ success, fail }) => wx.request({
    url: config.simulator + path,
    method: 'POST',
    data: { appid: config.clientId, user: config.person },
    success,
    fail
  })).then(({ data }) => data.code)
}

module.exports = {
  isUsed,
  loginCode: () => code('/simulator/login-codes'),
  phoneCode: () => code('/simulator/phone-codes')
}
