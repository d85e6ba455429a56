/*
 * Codes as WeChat gives them, from WeGrant's simulator. DevTools has none that the simulator knows.
 */
const config = require('../config')

function isUsed() {
  return config.simulator !== '' && wx.getAccountInfoSync().miniProgram.envVersion === 'develop'
}

function code(path) {
  return new Promise((resolve, reject) => wx.request({
    url: config.simulator + path,
    method: 'POST',
    data: { appid: config.clientId, user: config.person },
    success: ({ data }) => resolve(data.code),
    fail: reject
  }))
}

module.exports = {
  isUsed,
  loginCode: () => code('/simulator/login-codes'),
  phoneCode: () => code('/simulator/phone-codes')
}
