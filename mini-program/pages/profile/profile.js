const api = require('../../utils/api')
const auth = require('../../utils/session')
const text = require('../../utils/text')

// wx.uploadFile can only POST.
function read(path) {
  return new Promise((resolve, reject) => wx.getFileSystemManager().readFile({
    filePath: path,
    success: ({ data }) => resolve(data),
    fail: ({ errMsg }) => reject({ description: errMsg })
  }))
}

Page({
  data: {
    genders: [
      { id: '', text: '未填写' },
      { id: 'female', text: '女' },
      { id: 'male', text: '男' }
    ],
    gender: 0,
    birthdate: '',
    today: text.time(Date.now()).slice(0, 10),
    profile: {},
    message: ''
  },

  onShow() {
    // What was typed stays when the user comes back from choosing a picture.
    if (!this.data.profile.sub || auth.state() !== 'active') {
      this.load()
    }
  },

  load() {
    return api.profile().then(profile => this.setData({
      profile,
      gender: Math.max(0, this.data.genders.findIndex(({ id }) => id === profile.gender)),
      birthdate: profile.birthdate || '',
      message: ''
    })).catch(failure => this.setData({ profile: {}, message: text.explain(failure) }))
  },

  chooseAvatar(event) {
    return read(event.detail.avatarUrl)
      .then(api.changePicture)
      .then(({ picture }) => this.setData({ 'profile.picture': picture }))
      .catch(text.tell)
  },

  chooseGender(event) {
    this.setData({ gender: Number(event.detail.value) })
  },

  chooseBirthdate(event) {
    this.setData({ birthdate: event.detail.value })
  },

  // WeChat checks a nickname after it was typed, and may clear it: only what the form submits counts.
  save(event) {
    const { nickname, address, email, bio } = event.detail.value
    const { genders, gender, birthdate } = this.data
    const said = { nickname, gender: genders[gender].id, birthdate, address: { formatted: address }, email, bio }
    // The whole profile is replaced, so what this page does not show is sent back as it was.
    const profile = Object.assign({}, this.data.profile, said)
    return api.changeProfile(profile).then(() => {
      this.setData({ profile })
      wx.showToast({ title: '已保存' })
    }).catch(text.tell)
  }
})
