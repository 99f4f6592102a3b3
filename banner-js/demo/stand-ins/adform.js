// Stand-in for Adform's tracking point: its cookies come with the answers.
new Image().src = new URL("/serving/trackpoint.gif", document.currentScript.src).href;
