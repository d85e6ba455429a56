const api = require('../../utils/api')
const auth = require('../../utils/session')
const text = require('../../utils/text')

Page({
  data: {
    items: [],
    message: ''
  },

  onShow() {
    this.load()
  },

  load() {
    return api.sessions().then(found => this.setData({
      items: found.items.map(item => Object.assign({
        since: text.time(item.created_at),
        seen: text.time(item.refreshed_at)
      }, item)),
      message: ''
    })).catch(failure => this.setData({ items: [], message: text.explain(failure) }))
  },

  end(event) {
    return api.endSession(event.currentTarget.dataset.sid).then(() => this.load(), text.tell)
  },

  logOutEverywhere() {
    return api.logOutEverywhere()
      .then(() => auth.logout())
      .then(() => wx.reLaunch({ url: '/pages/profile/profile' }))
      .catch(text.tell)
  }
})
