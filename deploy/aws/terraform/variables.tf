variable "name" {
  description = "Begins the name of everything that is made"
  type        = string
  default     = "forage-training"
}

variable "network" {
  description = "Id of the network (VPC) that machines are started in"
  type        = string
}

variable "subnets" {
  description = "Subnets that reach the internet, for the image and S3"
  type        = list(string)
}

variable "gpu_types" {
  description = "Kinds of machines with an NVIDIA GPU"
  type        = list(string)
  default     = ["g5.xlarge", "g4dn.xlarge"]
}

variable "gpu_cores" {
  description = "Cores of all GPU machines together, at most; an xlarge has 4"
  type        = number
  default     = 8
}

variable "step_cores" {
  description = "Cores of all other machines together, at most"
  type        = number
  default     = 8
}

variable "spot_percent" {
  description = "Most that is paid for a spot machine, in percent of the price without spot"
  type        = number
  default     = 100
}

variable "disk_gb" {
  description = "Disk of each machine"
  type        = number
  default     = 100
}
