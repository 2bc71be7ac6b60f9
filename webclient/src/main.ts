document.getElementById("app")?.append("einmal");
