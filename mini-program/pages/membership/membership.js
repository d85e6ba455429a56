const api = require('../../utils/api')
const auth = require('../../utils/session')
const payment = require('../../utils/payment')
const text = require('../../utils/text')

const PRODUCT = 'tea-membership'
const PRICE = 1990
const PAID = 'PAID'

// WeChat tells the shop of a payment as soon as it is made, but not before it tells the phone.
const LOOKS = 5
const PAUSE = 1000

const FAILURES = {
  409: '登录已失效，请重新打开小程序',
  too_old: '微信版本过低，请更新微信后再试'
}

Page({
  data: {
    price: text.price(PRICE),
    state: '',
    busy: false
  },

  // The order of which nobody knows yet whether it was paid.
  open: '',

  onShow() {
    return this.open ? this.look(1) : Promise.resolve()
  },

  buy() {
    this.setData({ busy: true, state: '' })
    return this.pay(true)
      .catch(failure => text.tell(failure, FAILURES))
      .then(() => this.setData({ busy: false }))
  },

  pay(mayLogIn) {
    return this.payOnce().catch(failure => {
      if (!mayLogIn || !payment.wantsLogin(failure)) {
        throw failure
      }
      return auth.login({ anew: true }).then(() => this.pay(false))
    })
  },

  payOnce() {
    return api.order(PRODUCT).then(order => {
      this.open = order.id
      return payment.pay(order).then(() => this.look(LOOKS), failure => this.lookAfter(failure))
    })
  },

  lookAfter(failure) {
    if (failure.errCode !== payment.UNKNOWN) {
      this.open = ''
      throw failure
    }
    return this.look(1)
  },

  // What the shop says counts: what WeChat calls back may get lost.
  look(times) {
    return api.orderStatus(this.open).then(({ status }) => {
      if (status === PAID) {
        this.open = ''
        this.setData({ state: '已开通' })
        return undefined
      }
      return times > 1 ? later(PAUSE).then(() => this.look(times - 1)) : this.wait()
    }, () => this.wait())
  },

  wait() {
    this.setData({ state: '确认中' })
    text.say('还没有收到支付结果，请稍后查看')
  }
})

function later(milliseconds) {
  return new Promise(resolve => {
    setTimeout(() => resolve(undefined), milliseconds)
  })
}
