const api = require('../../utils/api')
const auth = require('../../utils/session')
const text = require('../../utils/text')

// By the first byte of the file: WeChat's temporary files need not be named after what is in them.
const TYPES = { 0x89: 'image/png', 0xff: 'image/jpeg', 0x52: 'image/webp' }

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
    const path = event.detail.avatarUrl
    return read(path)
      .then(bytes => api.changePicture(bytes, TYPES[new Uint8Array(bytes)[0]] || 'application/octet-stream'))
      .then(() => this.setData({ 'profile.picture': path }))
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
    const profile = { nickname, gender: genders[gender].id, birthdate, address: { formatted: address }, email, bio }
    return api.changeProfile(profile)
      .then(() => wx.showToast({ title: '已保存' }))
      .catch(text.tell)
  }
})
