// Package ext stands for the module that Traefik has in its own tree alone, for others to add settings by. Nothing is added here.
package ext

// HTTP is what is added to the settings of HTTP.
type HTTP struct{}

// Router is what is added to a router's.
type Router struct{}
