// Opens the desk's sidebar before anything beside it is drawn. Django's script, which comes later, would push the page aside.
document.getElementById("main").classList.toggle("shifted", localStorage.getItem("django.admin.navSidebarIsOpen") !== "false");
