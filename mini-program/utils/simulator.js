/*
 * Codes as WeChat gives them, and payments as it makes them, from WeGrant's simulator. DevTools knows neither.
 */
const config = require('../config')
const promised = require('./promised')

function isUsed() {
  return config.simulator !== '' && wx.getAccountInfoSync().miniProgram.envVersion === 'develop'
}

function post(path, more) {
  return promised(({ success, fail }) => wx.request({
    url: config.simulator + path,
    method: 'POST',
    data: Object.assign({ appid: config.clientId, user: config.person }, more),
    success,
    fail
  })).then(({ data }) => data)
}

const code = path => post(path).then(data => data.code)

function pay(payment) {
  return post('/simulator/payments', payment).then(result => {
    if (result.errCode !== 0) {
      throw result
    }
    return result
  })
}

module.exports = {
  isUsed,
  loginCode: () => code('/simulator/login-codes'),
  phoneCode: () => code('/simulator/phone-codes'),
  pay
}
