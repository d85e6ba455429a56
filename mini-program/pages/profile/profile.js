const api = require('../../utils/api')
const auth = require('../../utils/session')
const promised = require('../../utils/promised')
const text = require('../../utils/text')

const GENDERS = [
  { id: '', text: '未填写' },
  { id: 'female', text: '女' },
  { id: 'male', text: '男' }
]

const PICTURE_FAILURES = {
  413: '图片不能超过 512 KB，请换一张',
  415: '请选择 JPG、PNG 或 WebP 图片'
}

// wx.uploadFile can only POST.
function read(filePath) {
  return promised(({ success, fail }) => wx.getFileSystemManager().readFile({ filePath, success, fail }))
    .then(({ data }) => data, () => Promise.reject({ error: 'unreadable_file' }))
}

/** Returns what the page shows of a profile, as texts. */
function shownOf(profile) {
  return {
    nickname: profile.nickname || '',
    gender: profile.gender || '',
    birthdate: profile.birthdate || '',
    address: (profile.address && profile.address.formatted) || '',
    email: profile.email || '',
    bio: profile.bio || ''
  }
}

// A gender may be in the user's own words.
function gendersFor({ gender }) {
  return GENDERS.some(({ id }) => id === gender) ? GENDERS : GENDERS.concat([{ id: gender, text: gender }])
}

Page({
  data: {
    // Since base library 2.21.2; before it, the button does nothing.
    canChooseAvatar: wx.canIUse('button.open-type.chooseAvatar'),
    genders: GENDERS,
    gender: 0,
    birthdate: '',
    today: text.time(Date.now()).slice(0, 10),
    profile: /** @type {any} */ ({}),
    message: ''
  },

  onShow() {
    // What was typed stays when the user comes back from choosing a picture.
    if (!this.data.profile.sub || auth.state() !== 'active') {
      return this.load()
    }
    return undefined
  },

  load() {
    return api.profile().then(profile => this.show(profile))
      .catch(failure => this.setData({ profile: {}, message: text.explain(failure) }))
  },

  show(profile) {
    const shown = shownOf(profile)
    const genders = gendersFor(shown)
    this.setData({
      profile,
      genders,
      gender: genders.findIndex(({ id }) => id === shown.gender),
      birthdate: shown.birthdate,
      message: ''
    })
  },

  chooseAvatar(event) {
    return read(event.detail.avatarUrl)
      .then(api.changePicture)
      .then(({ picture }) => this.setData({ 'profile.picture': picture }))
      .catch(failure => text.tell(failure, PICTURE_FAILURES))
  },

  chooseGender(event) {
    this.setData({ gender: Number(event.detail.value) })
  },

  chooseBirthdate(event) {
    this.setData({ birthdate: event.detail.value })
  },

  // Only what the form submits counts. WeChat checks a nickname after it was typed, and empties the field then, so an empty
  // one is no wish of the user's.
  save(event) {
    const shown = shownOf(this.data.profile)
    const said = Object.assign({}, event.detail.value, {
      gender: this.data.genders[this.data.gender].id,
      birthdate: this.data.birthdate
    })
    const emptied = said.nickname === '' && shown.nickname !== ''
    const changed = Object.keys(shown)
      .filter(name => typeof said[name] === 'string' && said[name] !== shown[name] && !(name === 'nickname' && emptied))
    return this.change(said, changed).then(() => {
      if (emptied) {
        this.setData({ 'profile.nickname': '' })
        this.setData({ 'profile.nickname': shown.nickname })
        text.say('昵称未通过检查或为空，已保留原昵称')
      } else {
        wx.showToast({ title: '已保存' })
      }
    }).catch(text.tell)
  },

  clearNickname() {
    return this.change({ nickname: '' }, ['nickname']).catch(text.tell)
  },

  // The whole profile is replaced: what the user has not changed here is sent back as it is by now.
  change(said, names) {
    return api.profile().then(current => {
      const profile = Object.assign({}, current)
      names.forEach(name => {
        profile[name] = name === 'address' ? { formatted: said.address } : said[name]
      })
      return api.changeProfile(profile).then(() => this.show(profile))
    })
  }
})
