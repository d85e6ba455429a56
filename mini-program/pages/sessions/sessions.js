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
    return api.endSession(event.currentTarget.dataset.sid)
      .catch(failure => text.tell(failure, { 404: '该设备已经下线' }))
      .then(() => this.load())
  },

  logOutEverywhere() {
    return api.logOutEverywhere()
      .then(() => {
        auth.logout()
        wx.reLaunch({ url: '/pages/profile/profile' })
      })
      .catch(failure => text.tell(failure, { network_error: '没有收到回应，请再试一次，以确认全部下线' }))
  }
})
