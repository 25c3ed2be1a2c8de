// Says when a browser or a device has stopped a passkey: django-allauth only raises an event.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  document.querySelector("[data-passkey-fault]").hidden = false
})
