const api = require('../../utils/api')
const auth = require('../../utils/session')
const text = require('../../utils/text')

function confirm(content) {
  return new Promise(resolve => wx.showModal({
    title: '请确认',
    content,
    success: ({ confirm }) => resolve(confirm),
    fail: () => resolve(false)
  }))
}

Page({
  data: {
    exported: ''
  },

  exportAccount() {
    return api.exportAccount()
      .then(all => this.setData({ exported: JSON.stringify(all, null, 2) }))
      .catch(text.tell)
  },

  copy() {
    wx.setClipboardData({ data: this.data.exported })
  },

  closeAccount() {
    return confirm('注销后数据无法恢复，确定注销账号吗？').then(confirmed => confirmed ? this.close() : undefined)
  },

  // What logging out tells the provider, it knows already: nobody waits for that.
  close() {
    return api.closeAccount()
      .then(() => {
        auth.logout()
        wx.reLaunch({ url: '/pages/profile/profile' })
      })
      .catch(failure => text.tell(failure, { network_error: '没有收到回应，请再试一次，以确认账号已注销' }))
  }
})
