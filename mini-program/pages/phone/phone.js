const api = require('../../utils/api')
const simulator = require('../../utils/simulator')
const text = require('../../utils/text')

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
    // Without a code the user has said no, or the mini-program may not ask.
    return event.detail.code ? this.send(Promise.resolve(event.detail.code)) : Promise.resolve()
  },

  send(promisedCode) {
    return promisedCode.then(api.bindPhone).then(() => this.show()).catch(text.tell)
  },

  show() {
    return api.profile()
      .then(profile => this.setData({ number: profile.phone_number || '未绑定' }))
      .catch(text.tell)
  }
})
