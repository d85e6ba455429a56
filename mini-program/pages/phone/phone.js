const api = require('../../utils/api')
const simulator = require('../../utils/simulator')
const text = require('../../utils/text')

const FAILURES = {
  400: '微信没有认可这次授权，请再点一次按钮',
  409: '登录已结束，请重新打开小程序',
  500: '暂时无法取得号码，请联系商家',
  503: '微信繁忙，请稍后再点一次按钮'
}

// By errno, where WeChat gives one.
const REFUSALS = {
  104: '请先同意隐私协议，再点一次按钮',
  112: '小程序未声明使用手机号，请联系商家',
  1400001: '手机号验证次数已用完，请联系商家'
}

const DECLINED = /user (deny|cancel)|auth deny/
const DECLINED_ERRNO = 103
const NOT_ALLOWED = /no permission|not authorized|scope is not declared/
const DONE = /:ok$/

/** Says why the button gave no code; says nothing to somebody who has declined. */
function explainMissingCode({ errno, errMsg }) {
  const reason = errMsg || ''
  if (errno === DECLINED_ERRNO || DECLINED.test(reason)) {
    return ''
  }
  // Before base library 2.21.2 it gives the number encrypted, for the session_key.
  return REFUSALS[errno] || (DONE.test(reason) ? '微信版本过低，请更新微信后再试'
    : NOT_ALLOWED.test(reason) ? '小程序没有获取手机号的权限，请联系商家' : '没有取得手机号，请稍后再试')
}

Page({
  data: {
    number: ''
  },

  onShow() {
    this.show()
  },

  bind(event) {
    if (simulator.isUsed()) {
      return this.send(simulator.phoneCode())
    }
    const { code } = event.detail
    if (code) {
      return this.send(Promise.resolve(code))
    }
    const why = explainMissingCode(event.detail)
    if (why) {
      text.say(why)
    }
    return Promise.resolve()
  },

  // The answer may have got lost that the number is bound, so it is looked up in any case.
  send(promisedCode) {
    return promisedCode.then(api.bindPhone)
      .catch(failure => text.tell(failure, FAILURES))
      .then(() => this.look())
      .catch(() => {})
  },

  show() {
    return this.look().catch(text.tell)
  },

  look() {
    return api.profile().then(profile => this.setData({ number: profile.phone_number || '未绑定' }))
  }
})
