# The same place as ../forage-training.yaml makes: queues from zero machines on, on spot, a bucket, and roles.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}

locals {
  account   = data.aws_caller_identity.here.account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.region
  machines = {
    gpu   = { types = var.gpu_types, cores = var.gpu_cores, image = "ECS_AL2023_NVIDIA" }
    steps = { types = ["m6i.xlarge", "m5.xlarge"], cores = var.step_cores, image = "ECS_AL2023" }
  }
}

resource "aws_s3_bucket" "training" {
  bucket_prefix = "${var.name}-"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "training" {
  bucket = aws_s3_bucket.training.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "training" {
  bucket                  = aws_s3_bucket.training.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "training" {
  bucket = aws_s3_bucket.training.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "training" {
  bucket = aws_s3_bucket.training.id

  rule {
    id     = "half-sent"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 3
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.training.arn, "${aws_s3_bucket.training.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "training" {
  bucket = aws_s3_bucket.training.id
  policy = data.aws_iam_policy_document.bucket.json
}

# Step Functions keeps here which tasks a step with several has.
resource "aws_dynamodb_table" "tasks" {
  name         = "${var.name}-tasks"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pathspec"

  attribute {
    name = "pathspec"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}

resource "aws_security_group" "machines" {
  name_prefix = "${var.name}-"
  description = "Machines that train; nothing reaches them"
  vpc_id      = var.network
}

resource "aws_vpc_security_group_egress_rule" "machines" {
  security_group_id = aws_security_group.machines.id
  description       = "image, S3, registry"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_launch_template" "machine" {
  name_prefix = "${var.name}-"

  metadata_options {
    http_tokens = "required"
    # containers are one hop further
    http_put_response_hop_limit = 2
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.disk_gb
      encrypted             = true
      delete_on_termination = true
    }
  }
}

resource "aws_batch_compute_environment" "machines" {
  for_each = local.machines

  name_prefix = "${var.name}-${each.key}-"
  type        = "MANAGED"
  state       = "ENABLED"

  compute_resources {
    type                = "SPOT"
    allocation_strategy = "SPOT_PRICE_CAPACITY_OPTIMIZED"
    bid_percentage      = var.spot_percent
    min_vcpus           = 0
    max_vcpus           = each.value.cores
    instance_type       = each.value.types
    instance_role       = aws_iam_instance_profile.machine.arn
    subnets             = var.subnets
    security_group_ids  = [aws_security_group.machines.id]

    ec2_configuration {
      image_type = each.value.image
    }

    launch_template {
      launch_template_id = aws_launch_template.machine.id
      version            = aws_launch_template.machine.latest_version
    }
  }

  lifecycle {
    create_before_destroy = true
    # Batch changes it while it works
    ignore_changes = [compute_resources[0].desired_vcpus]
  }
}

resource "aws_batch_job_queue" "training" {
  for_each = local.machines

  name     = "${var.name}-${each.key}"
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.machines[each.key].arn
  }
}
