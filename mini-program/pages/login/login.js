const auth = require('../../utils/session')
const text = require('../../utils/text')

Page({
  data: {
    texts: { active: '已登录', new: '未登录', refused: '登录被拒绝', loggedOut: '已退出' },
    state: 'new',
    busy: false
  },

  onShow() {
    this.show()
  },

  logIn() {
    this.setData({ busy: true })
    return auth.login().catch(text.tell).then(() => this.show())
  },

  logOut() {
    const confirmed = auth.logout()
    this.show()
    return confirmed.then(ended => {
      if (!ended) {
        wx.showToast({ title: '已在本机退出，但未能通知服务器', icon: 'none' })
      }
    })
  },

  show() {
    this.setData({ state: auth.state(), busy: false })
  }
})
