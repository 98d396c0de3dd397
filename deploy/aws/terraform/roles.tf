data "aws_iam_policy_document" "by_machines" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "machine" {
  name_prefix        = "${var.name}-machine-"
  assume_role_policy = data.aws_iam_policy_document.by_machines.json
}

resource "aws_iam_role_policy_attachment" "machine" {
  role       = aws_iam_role.machine.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "machine" {
  name_prefix = "${var.name}-"
  role        = aws_iam_role.machine.name
}

data "aws_iam_policy_document" "by" {
  for_each = { job = "ecs-tasks.amazonaws.com", state_machine = "states.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

# What a step may: the bucket and the table, and nothing else.
data "aws_iam_policy_document" "job" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = ["${aws_s3_bucket.training.arn}/*"]
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.training.arn]
  }

  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.tasks.arn]
  }
}

resource "aws_iam_role" "job" {
  name_prefix        = "${var.name}-job-"
  assume_role_policy = data.aws_iam_policy_document.by["job"].json
}

resource "aws_iam_role_policy" "job" {
  name   = "bucket-and-table"
  role   = aws_iam_role.job.id
  policy = data.aws_iam_policy_document.job.json
}

# What the state machine may: start, watch and end jobs of these two queues.
data "aws_iam_policy_document" "state_machine" {
  statement {
    actions = ["batch:SubmitJob"]
    resources = concat(
      [for queue in aws_batch_job_queue.training : queue.arn],
      ["arn:${local.partition}:batch:${local.region}:${local.account}:job-definition/*"],
    )
  }

  # these two know no narrower resource
  statement {
    actions   = ["batch:DescribeJobs", "batch:TerminateJob"]
    resources = ["*"]
  }

  statement {
    actions   = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
    resources = ["arn:${local.partition}:events:${local.region}:${local.account}:rule/StepFunctionsGetEventsForBatchJobsRule"]
  }

  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.tasks.arn]
  }
}

resource "aws_iam_role" "state_machine" {
  name_prefix        = "${var.name}-states-"
  assume_role_policy = data.aws_iam_policy_document.by["state_machine"].json
}

resource "aws_iam_role_policy" "state_machine" {
  name   = "jobs"
  role   = aws_iam_role.state_machine.id
  policy = data.aws_iam_policy_document.state_machine.json
}
